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
DOSSIER_ASK = "dosask"  # dosask:<receipt code>:<question>
DOSSIERS = "dosmine"  # dosmine[:<page>], those that somebody follows
FOLLOW = "follow"  # follow[:<receipt code>[:<role>[:yes|no]]]
RESUME = "resume"  # messages may be sent again
UNFOLLOW = "unfollow"  # unfollow[:<receipt code>|all]
BOOK = "book"  # book[:<procedure>[:<field of the queue>]]
BOOK_DAYS = "bdays"  # bdays:<field>[:<page>]
BOOK_DAY = "bday"  # bday:<field>:<YYYYMMDD>[:<page>]
BOOK_TIME = "btime"  # btime:<field>:<YYYYMMDDHHMM>
BOOK_NOW = "bnow"  # bnow:<hold>[:yes|no], whether the papers are ready
BOOK_FOR = "bfor"  # bfor:<hold>[:skip], for somebody else
BOOK_MORE = "bmore"  # bmore:<hold>[:<procedure>], one visit for several procedures
BOOK_DROP = "bdrop"  # bdrop:<hold>
WAIT_FOR = "bwait"  # bwait:<field>[:<YYYYMMDD>], tell when a place is free
WAITING = "waiting"  # waiting:take|refuse:<hold>, an offered place; waiting:leave:<wish>
MINE = "mine"  # bookings and numbers
BOOKING = "bk"  # bk:<booking>
BOOKING_DO = "booking"  # booking:confirm|move|cancel:<booking>, below reminders
BOOKING_YES = "bkyes"  # bkyes[:<booking>], "I come"
BOOKING_MOVE = "bkmove"  # bkmove[:<booking>[:<YYYYMMDD>[:<page>]]]
BOOKING_TO = "bkto"  # bkto:<booking>:<YYYYMMDDHHMM>
BOOKING_CANCEL = "bkcancel"  # bkcancel[:<booking>[:yes]]
NUMBER = "num"  # num[:<procedure>[:<field of the queue>[:<priority>]]], a number for today
TURN = "turn"  # turn[:<ticket>], how many are before me
TURN_LEAVE = "turnleave"  # turnleave[:<ticket>[:yes]]
TURN_BACK = "turnback"  # turnback:<ticket>, called while away
OFFICER_DONE = "ofdone"  # ofdone:<receipt code>:<events seen>, linked officers only
OFFICER_DROP = "ofdrop"  # ofdrop:<receipt code>:edit|cancel, linked officers only
OFFICER_TURN = "ofturn"  # ofturn:<deed>:<counter>:<what was seen>, linked officers only
RATE = "rate"  # rate:ticket|dossier:<id>:<1-5>, rate:word:ticket|dossier:<id>, rate:no|noword
UNSUPPORTED = "unsupported"  # unsupported:<kind>, made by channels


def join(verb: str, *arguments: object) -> str:
    """Return a button value."""
    return ":".join((verb, *map(str, arguments)))
