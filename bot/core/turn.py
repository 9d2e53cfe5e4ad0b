"""One turn of a conversation: what handlers read and write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.dialogue import Dialogue
from bot.kernel.conversations import Consent, QuestionNote
from bot.kernel.messages import Choice, Inbound, Reply
from bot.knowledge.parts import Topic
from bot.knowledge.reading import Behavior
from bot.locale.catalogue import Catalogue, Voice

EASY_CHOICES = 3
REST = "rest"  # value of the button that shows the choices left over


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the turn did, for measurement: the answer to "was that right?"."""

    behavior: Behavior = Behavior.OTHER
    procedures: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    explanation: tuple[str, ...] = ()


class Turn:
    """Collects the replies to one inbound message and changes the dialogue.

    Attributes:
        inbound: what the citizen did, personal numbers already hidden.
        dialogue: what is remembered; handlers change it in place.
        now: the moment of this turn, aware UTC.
        forget: set to have everything said before deleted with this turn.
        notes: questions for the to-do list of the knowledge base.
    """

    def __init__(
        self, inbound: Inbound, dialogue: Dialogue, catalogue: Catalogue, now: datetime
    ) -> None:
        self.inbound = inbound
        self.dialogue = dialogue
        self.now = now
        self.replies: list[Reply] = []
        self.verdict = Verdict()
        self.consents: list[Consent] = []
        self.forget = False
        self.notes: list[QuestionNote] = []
        self._catalogue = catalogue

    @property
    def voice(self) -> Voice:
        """The texts as this person should hear them now."""
        state = self.dialogue
        return Voice(self._catalogue, state.language, state.address, state.easy)

    def choice(self, value: str, label_key: str, **values: object) -> Choice:
        """Return a button whose label is a text of the catalogue."""
        return Choice(value, self.voice(label_key, **values))

    def say(self, key: str, choices: Iterable[Choice] = (), **values: object) -> None:
        """Answer with a text of the catalogue."""
        self.tell(self.voice(key, **values), choices)

    def tell(self, text: str, choices: Iterable[Choice] = (), *, edits: bool = False) -> None:
        """Answer with a text that is already composed."""
        offered = tuple(choices)
        if self.dialogue.easy and len(offered) > EASY_CHOICES:
            offered = self._few(offered)
        self.replies.append(Reply(text=text, choices=offered, edits=edits))

    def _few(self, offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """Return as many choices as easy mode shows at once; the others wait behind a button."""
        shown = offered[: EASY_CHOICES - 1]
        self.dialogue.rest = offered[EASY_CHOICES - 1 :]
        return (*shown, self.choice(REST, "common.next_page"))
