"""The values of buttons: one place, so that every button has a handler."""

from bot.core.turn import REST as REST  # what easy mode has not shown yet

START = "start"
MENU = "menu"
FIELDS = "fields"
HELP = "help"
BACK = "back"
RESTART = "restart"
EXIT = "exit"
PERSON = "person"
HOURS = "hours"
PRIVACY = "privacy"
FORGET = "forget"

EASY = "easy"  # easy:on, easy:off
LANGUAGE = "lang"  # lang:vi, lang:en
CONSENT = "consent"  # consent:yes, consent:no
LIFE = "life"  # life:<event>[:<page>]
FREE = "free"  # free[:<page>], what costs nothing when handed in online
FIELD = "field"  # field:<slug>[:<page>]
PROCEDURE = "proc"  # proc:<code>
OPTION = "opt"  # opt:<code>, an answer to a question asked back
PART = "part"  # part:<code>:<topic>
MORE = "more"  # more:<code>[:<page>]
CASES = "cases"  # cases:<code>[:<page>]
CASE = "case"  # case:<code>:<case>
QUESTION = "ask"  # ask:<code>:<question>
ANSWER = "ans"  # ans:<code>:<question>:<option>
CHECKLIST = "list"  # list:<code>
CHECK = "check"  # check:<code>:<row>
STEP_BY_STEP = "next"  # next:<code>:<position>, easy mode
WRONG = "wrong"  # wrong:<code>, the answer was about something else
DOSSIER = "dos"  # dos[:<receipt code>]
DOSSIER_FULL = "dosfull"  # dosfull:<receipt code>, level 2
DOSSIER_LOST = "doslost"  # the slip is lost
DOSSIERS = "dosmine"  # dosmine[:<page>], those that somebody follows
FOLLOW = "follow"  # follow[:<receipt code>[:<role>[:yes|no]]]
UNFOLLOW = "unfollow"  # unfollow[:<receipt code>|all]
UNSUPPORTED = "unsupported"  # unsupported:<kind>, made by channels


def join(verb: str, *arguments: object) -> str:
    """Return a button value."""
    return ":".join((verb, *map(str, arguments)))
