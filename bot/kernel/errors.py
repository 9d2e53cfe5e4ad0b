"""Every error of the project in one small tree.

MotcuaError
├── ConfigError            a setting is wrong: the start stops with this message
├── DataError              a file of the knowledge base or a catalogue is wrong
├── CatalogueError         a text key or a placeholder is missing
├── StaleConversationError another process answered this person meanwhile
└── ChannelConfigError     a channel cannot work with what it was given
"""


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


class StaleConversationError(MotcuaError):
    """The conversation changed in the database after it was read; read again and retry."""


class ChannelConfigError(ConfigError):
    """A channel's settings are refused, by us or by its server."""
