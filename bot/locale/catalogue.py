"""The texts people see, by language and key."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.kernel.errors import CatalogueError

LANGUAGES = ("vi", "en")
DEFAULT_LANGUAGE = "vi"
EASY = ".easy"  # a key with this ending holds the shorter wording for easy mode
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Address:
    """How the assistant and the citizen call each other ("bác – cháu")."""

    you: str
    me: str


NEUTRAL = Address(you="ông/bà", me="tôi")
_ENGLISH = Address(you="you", me="I")


class Catalogue:
    """All texts of all languages."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts

    def keys(self, language: str) -> frozenset[str]:
        """Return every key of a language."""
        return frozenset(self._texts[language])

    def raw(self, language: str, key: str) -> str:
        """Return a text with its placeholders.

        Raises:
            CatalogueError: there is no such key.
        """
        try:
            return self._texts[language][key]
        except KeyError:
            raise CatalogueError(f"no text {key!r} in language {language!r}") from None

    def has(self, language: str, key: str) -> bool:
        """Say whether a language has a key."""
        return key in self._texts.get(language, {})

    def text(self, language: str, key: str, address: Address, /, **values: object) -> str:
        """Return a text with its placeholders filled in.

        Raises:
            CatalogueError: no such key, or a placeholder without a value.
        """
        return self._filled(language, key, self.raw(language, key), address, values)

    def lines(self, language: str, key: str, address: Address, /, **values: object) -> str:
        """Return a text like ``text``, but without the lines for which a value is empty.

        Raises:
            CatalogueError: no such key, or a placeholder without a value.
        """
        empty = {name for name, value in values.items() if value == ""}
        lines = self.raw(language, key).split("\n")
        kept = "\n".join(line for line in lines if not placeholders(line) & empty)
        return self._filled(language, key, kept, address, values)

    def _filled(
        self,
        language: str,
        key: str,
        template: str,
        address: Address,
        values: Mapping[str, object],
    ) -> str:
        if "{" not in template:
            return template
        if language != DEFAULT_LANGUAGE:
            address = _ENGLISH
        try:
            return template.format_map({**_forms(address), **values})
        except (KeyError, IndexError, ValueError) as error:
            raise CatalogueError(f"text {key!r} ({language}): {error!r}") from error


@dataclass(frozen=True, slots=True)
class Voice:
    """The catalogue as one person should hear it: language, form of address, easy mode."""

    catalogue: Catalogue
    language: str = DEFAULT_LANGUAGE
    address: Address = NEUTRAL
    easy: bool = False

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text for a key, in its easy wording when that is wanted and exists."""
        if self.easy and self.catalogue.has(self.language, key + EASY):
            key += EASY
        return self.catalogue.text(self.language, key, self.address, **values)

    def lines(self, key: str, /, **values: object) -> str:
        """Return the text for a key without the lines for which a value is empty."""
        if self.easy and self.catalogue.has(self.language, key + EASY):
            key += EASY
        return self.catalogue.lines(self.language, key, self.address, **values)

    def fill(self, text: str) -> str:
        """Return a text of the knowledge base with the forms of address filled in."""
        return fill(text, self.address) if "{" in text else text

    def has(self, key: str) -> bool:
        """Say whether there is a text for a key."""
        return self.catalogue.has(self.language, key)


def fill(text: str, address: Address) -> str:
    """Return a text with ``{you}``, ``{You}``, ``{me}`` and ``{Me}`` filled in."""
    return text.format_map(_forms(address))


def _forms(address: Address) -> dict[str, str]:
    return {
        "you": address.you,
        "You": _capital(address.you),
        "me": address.me,
        "Me": _capital(address.me),
    }


def placeholders(template: str) -> frozenset[str]:
    """Return the names in braces of a template."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


def load_catalogue(root: Path = _HERE) -> Catalogue:
    """Read every language's files.

    Raises:
        CatalogueError: a file is wrong or one key stands twice.
    """
    texts: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        texts[language] = {}
        for path in sorted((root / language).glob("*.yaml")):
            content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            for key, text in _flatten(content or {}, prefix=""):
                if key in texts[language]:
                    raise CatalogueError(f"{path}: text {key!r} stands twice")
                texts[language][key] = text
    return Catalogue(texts)


def _flatten(content: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for name, value in content.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            flat += _flatten(value, f"{key}.")
        elif isinstance(value, str):
            flat.append((key, value.strip()))
        else:
            raise CatalogueError(f"text {key!r} is not a text: {value!r}")
    return flat


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
