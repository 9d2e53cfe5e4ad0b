"""Commands: what they mean, and which of them the menu shows."""

import re

from telegram import BotCommand
from telegram.constants import BotCommandLimit

from bot.locale.catalogue import NEUTRAL, Catalogue

# Several names for one wish: people type what they have seen elsewhere.
MEANINGS = {
    "start": "start",
    "batdau": "start",
    "menu": "menu",
    "danhmuc": "menu",
    "linhvuc": "fields",
    "topics": "fields",
    "help": "help",
    "trogiup": "help",
    "nguoi": "person",
    "canbo": "person",
    "person": "person",
    "quaylai": "back",
    "back": "back",
    "lamlai": "restart",
    "restart": "restart",
    "thoat": "exit",
    "stop": "exit",
    "cancel": "exit",
    "gio": "hours",
    "hours": "hours",
    "riengtu": "privacy",
    "privacy": "privacy",
    "xoa": "forget",
    "forget": "forget",
    "chuto": "easy:on",
    "easy": "easy:on",
    "chuthuong": "easy:off",
    "english": "lang:en",
    "tiengviet": "lang:vi",
}
# What the menu beside the text field shows, most needed first: text key, name by language.
_SHOWN = (
    ("start", {"vi": "start", "en": "start"}),
    ("menu", {"vi": "menu", "en": "menu"}),
    ("person", {"vi": "nguoi", "en": "person"}),
    ("back", {"vi": "quaylai", "en": "back"}),
    ("hours", {"vi": "gio", "en": "hours"}),
    ("easy", {"vi": "chuto", "en": "easy"}),
    ("language", {"vi": "english", "en": "tiengviet"}),
    ("privacy", {"vi": "riengtu", "en": "privacy"}),
    ("forget", {"vi": "xoa", "en": "forget"}),
    ("help", {"vi": "help", "en": "help"}),
)
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\s+(.*))?", re.DOTALL)
# The payload alphabet has no dot: p_1_001193 stands for procedure 1.001193.
_PROCEDURE = re.compile(r"p[_-](\d)[._-](\d{6})")
_PLACE = re.compile(r"([fl])[_-]([a-z0-9-]{1,60})")
_PLACES = {"f": "field", "l": "life"}


def split_command(text: str) -> tuple[str, str, str] | None:
    """Return name, addressed bot and argument of a command; None for any other text."""
    match = _COMMAND.fullmatch(text.strip())
    if match is None:
        return None
    return match.group(1).lower(), (match.group(2) or "").lower(), (match.group(3) or "").strip()


def meaning(name: str, argument: str) -> tuple[str, str | None]:
    """Return a command as typed text and tapped value, of which one is set.

    A command nobody knows is read as words: ``/khai_sinh`` asks about "khai sinh".
    """
    if name == "start":
        return "", _destination(argument)
    if name in MEANINGS:
        return "", MEANINGS[name]
    return f"{name.replace('_', ' ')} {argument}".strip(), None


def shown_commands(catalogue: Catalogue, language: str) -> list[BotCommand]:
    """Return the menu's commands with their descriptions in a language."""
    return [
        BotCommand(
            names[language],
            catalogue.text(language, f"telegram.command.{key}", NEUTRAL)[
                : BotCommandLimit.MAX_DESCRIPTION
            ],
        )
        for key, names in _SHOWN
    ]


def _destination(payload: str) -> str:
    """Return the button that a link's payload means; the start for anything else."""
    procedure = _PROCEDURE.fullmatch(payload)
    if procedure:
        return f"proc:{procedure[1]}.{procedure[2]}"
    place = _PLACE.fullmatch(payload)
    return f"{_PLACES[place[1]]}:{place[2]}" if place else "start"
