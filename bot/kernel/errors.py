"""Every error of the project in one small tree.

MotcuaError
├── ConfigError            a setting is wrong: the start stops with this message
├── DataError              a file of the knowledge base or a catalogue is wrong
├── CatalogueError         a text key or a placeholder is missing
├── UpkeepError            a change to the knowledge base is refused; said in Vietnamese
├── NotFoundError          what was asked for does not exist
├── BusyError              too many wait for a piece of work that is done one at a time
├── OfficerError           a log-in or a change to an officer's account is refused
├── ApiKeyError            a key of the API cannot be made or revoked as wanted
├── DossierError           a report of a dossier is refused; said in Vietnamese
├── LetterError            a letter or its template is refused; said in Vietnamese
├── QueueError             a place, booking or number is refused; its class says which way
├── ParameterError         a value that officers set is refused; said in Vietnamese
├── SealError              something encrypted cannot be read with the present key
├── StaleConversationError another process answered this person meanwhile
└── ChannelConfigError     a channel cannot work with what it was given
"""

from collections.abc import Mapping


class MotcuaError(Exception):
    """Anything this project raises on purpose."""


class ConfigError(MotcuaError):
    """A setting is missing or wrong; the message names it."""


class DataError(MotcuaError):
    """A data file is wrong.

    Attributes:
        problems: one line each, ``file:line: what is wrong``.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class CatalogueError(MotcuaError):
    """A text key does not exist, or a placeholder has no value."""


class UpkeepError(MotcuaError):
    """A change set is refused; the message is for the officer who wanted it."""


class NotFoundError(MotcuaError):
    """There is no such thing; the message names it."""


class BusyError(MotcuaError):
    """Too many wait already; come back in a while."""


class OfficerError(MotcuaError):
    """A log-in or a change to an officer's account is refused; the message is for officers.

    Attributes:
        problem: a short name of the reason, for pages that show it beside a field.
    """

    def __init__(self, problem: str, message: str) -> None:
        super().__init__(message)
        self.problem = problem


class ApiKeyError(MotcuaError):
    """A key of the API is refused; the message is for whoever makes it.

    Attributes:
        problem: the field that is wrong.
    """

    def __init__(self, problem: str, message: str) -> None:
        super().__init__(message)
        self.problem = problem


class DossierError(MotcuaError):
    """A report of a dossier is refused; the message is for the one who sent it.

    Attributes:
        field: what of the report is wrong.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class LetterError(MotcuaError):
    """A letter or its template is refused; the messages are for officers.

    Attributes:
        problems: what is wrong, by field; "" for the whole.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class QueueError(MotcuaError):
    """The queue refuses something; said in the words of whoever asked."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class ParameterError(MotcuaError):
    """A value that officers set is refused; the message is for the officer.

    Attributes:
        field: what of the form is wrong: "value", "reason" or "" for the whole.
    """

    def __init__(self, message: str, field: str = "value") -> None:
        super().__init__(message)
        self.field = field


class NoticeError(MotcuaError):
    """A wish for a notice is refused; the message is for the officer or system who asked.

    Attributes:
        field: what of the wish is wrong.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class SealError(MotcuaError):
    """What was encrypted was changed, belongs elsewhere, or was made with another key."""


class StaleConversationError(MotcuaError):
    """The conversation changed in the database after it was read; read again and retry."""


class ChannelConfigError(ConfigError):
    """A channel's settings are refused, by us or by its server."""
