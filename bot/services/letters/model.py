"""Values of the letters: kinds, states, what stands against one, and one letter as it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a letter is for."""

    BIRTH = "birth"
    MARRIAGE = "marriage"
    CONDOLENCE = "condolence"
    THANKS = "thanks"
    APOLOGY_BEFORE = "apology_before"  # it is known that the promise will be broken
    APOLOGY_AFTER = "apology_after"  # the promise is broken
    APOLOGY_MISTAKE = "apology_mistake"  # the result was wrong

    @property
    def notice(self) -> str:
        """Return the kind of notice that carries the letter."""
        return f"letter.{self.value.split('_')[0]}"

    @property
    def is_apology(self) -> bool:
        """Say whether it says sorry."""
        return self in APOLOGIES

    @property
    def is_congratulation(self) -> bool:
        """Say whether it is sent by itself when nothing speaks against it."""
        return self in (Kind.BIRTH, Kind.MARRIAGE)


APOLOGIES = (Kind.APOLOGY_BEFORE, Kind.APOLOGY_AFTER, Kind.APOLOGY_MISTAKE)
LATE = (Kind.APOLOGY_BEFORE, Kind.APOLOGY_AFTER)  # these name a new date


class State(StrEnum):
    """How far a letter is."""

    DRAFTED = "drafted"
    APPROVED = "approved"  # nobody can be written to: it is printed and handed over
    QUEUED = "queued"
    SENT = "sent"
    DECLINED = "declined"
    DROPPED = "dropped"  # overtaken: the dossier was finished, or a later letter took its place


class Circumstance(StrEnum):
    """What stands against a letter («Không gửi khi»)."""

    REGISTERED_AGAIN = "registered_again"
    ADULT = "adult"
    CHILD_DIED = "child_died"
    CHILD_ABANDONED = "child_abandoned"
    IN_DISPUTE = "in_dispute"
    NOT_FAMILY = "not_family"
    LONG_AGO = "long_ago"
    DECLARED_DEAD = "declared_dead"


class Doubt(StrEnum):
    """Why a congratulation does not leave by itself: an officer looks first."""

    NOTE = "note"  # the dossier's own words speak of something sad or unusual
    DEATH_NEARBY = "death_nearby"  # the same person registered a death lately
    SIGNER = "signer"  # nobody is set to sign
    INCOMPLETE = "incomplete"  # a placeholder has no value


@dataclass(frozen=True, slots=True)
class LetterRules:
    """What a commune sets for itself.

    Attributes:
        congratulate: congratulations leave by themselves.
        wait_hours: so long after the result was handed over, so that an officer can add names or
            stop the letter.
        signer_title: chức danh under every letter.
        signer_name: "" holds every letter back until somebody is set, or named on the form.
    """

    congratulate: bool = True
    wait_hours: int = 2
    signer_title: str = "Giám đốc Trung tâm"
    signer_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a letter needs to know of its dossier.

    Attributes:
        due: the promise that holds now.
        promised: the new promise that the dossier itself carries, if any.
        again: how many new promises were made already.
        code: as it is shown.
        known_since: when the first report of it came here.
    """

    id: int
    code: str
    procedure_code: str
    procedure_name: str
    applicant: str
    status: int
    status_at: datetime
    received_at: datetime
    due: datetime | None
    promised: datetime | None = None
    again: int
    unit: str
    officer: str
    note: str
    known_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter.

    Attributes:
        appointment: which promise an apology is about; 0 for the first one and for other kinds.
        template: name and version it was approved with; version 0 before.
        values: filled in by an officer; sealed in the database.
        officer: who decided; "" for the program itself.
        reason: why it was declined, or why a second new date was given.
        signed_document: which signed document follows or is attached.
        due_again: the new promise.
        version: grows with every change, so that two officers cannot decide at once.
    """

    id: int
    kind: Kind
    appointment: int
    state: State
    doubts: tuple[Doubt, ...]
    template: str
    template_version: int
    values: Mapping[str, str]
    officer: str
    reason: str
    signed_document: str
    due_again: datetime | None
    drafted_at: datetime
    decided_at: datetime | None
    sent_at: datetime | None
    version: int
    about: About


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a template.

    Attributes:
        title: heading; "" for none.
        greeting: whom it addresses.
        body: paragraphs, an empty line between two.
        closing: last words before the signature.
        card: the few words of the picture.
        chat: at most five lines.
        sms: without accents, one part; "" for never by SMS.
    """

    title: str
    greeting: str
    body: str
    closing: str
    card: str
    chat: str
    sms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateVersion:
    """A template as it was at some time."""

    name: str
    version: int
    texts: Texts
    officer: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A letter with everything filled in, for every way it goes.

    Attributes:
        paragraphs: of the body.
        look: which look the print and the card have.
    """

    look: str
    title: str
    greeting: str
    paragraphs: tuple[str, ...]
    closing: str
    card: str
    chat: str
    sms: str
    issuer: str
    signer_title: str
    signer: str
    day: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a letter cannot be approved: beside which field, and in words."""

    problems: Mapping[str, str] = field(default_factory=dict)
