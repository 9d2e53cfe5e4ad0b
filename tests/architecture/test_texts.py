"""Every text that code asks for exists in every language, with the same placeholders."""

import re
from pathlib import Path

import pytest

from bot.kernel.errors import CatalogueError
from bot.kernel.privacy import MASK
from bot.knowledge.parts import FeeKind, OnlineLevel, PaperKind, TimeUnit, Topic
from bot.knowledge.reading import Act
from bot.locale.catalogue import Catalogue, load_catalogue, placeholders

ROOT = Path(__file__).resolve().parents[2]
_KEY = re.compile(r"""(?:voice|say|_text|words)\(\s*f?"([a-z_]+\.[a-zA-Z_.{}]+)\"""")
_LABEL = re.compile(r"""turn\.choice\([^"]*?f?"([a-z_]+\.[a-zA-Z_.{}]+)\"""", re.DOTALL)
_TEMPLATE = re.compile(r"""\b(?:voice|text|t)\(\s*["']([a-z_]+\.[a-z_.]+)["']""")


def keys_in_code() -> set[str]:
    keys: set[str] = set()
    for path in (ROOT / "bot").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for pattern in (_KEY, _LABEL):
            keys |= {key for key in pattern.findall(source) if "{" not in key}
    for path in (ROOT / "bot" / "web" / "templates").rglob("*.html"):
        keys |= set(_TEMPLATE.findall(path.read_text(encoding="utf-8")))
    groups = {key.split(".")[0] for key in load_catalogue().keys("vi")}
    return {key for key in keys if key.split(".")[0] in groups and key[-1] not in "._"}


def composed_keys() -> set[str]:
    """Keys that code puts together from a value of an enumeration."""
    keys = {f"time.{unit}" for unit in TimeUnit}
    keys |= {f"online.{level}" for level in OnlineLevel}
    keys |= {f"paper.{kind}" for kind in PaperKind} - {"paper.looked_up", "paper.form"}
    keys |= {f"fee.{kind}" for kind in FeeKind} - {"fee.amount"}
    keys |= {f"{group}.{topic}" for topic in Topic for group in ("topic", "part")}
    keys |= {f"weekday.{day}" for day in range(7)}
    keys |= {f"channel.{channel}" for channel in ("counter", "online", "post")}
    keys |= {f"social.{act}" for act in (Act.THANKS, Act.FAREWELL, Act.INSULT, Act.AGREE)}
    keys |= {f"social.{act}" for act in (Act.DECLINE, Act.WHO_ARE_YOU, Act.FOREIGN, Act.MARKUP)}
    keys |= {f"social.{act}" for act in (Act.DOSSIER_STATUS, Act.QUEUE, Act.BOOKING)}
    keys |= {f"social.{act}" for act in (Act.RATING, Act.LETTER)}
    return keys


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_that_code_asks_for_exists(catalogue: Catalogue, language: str):
    wanted = keys_in_code() | composed_keys()
    assert len(wanted) > 100
    assert wanted - catalogue.keys(language) == set()


def test_both_languages_have_the_same_keys_and_placeholders(catalogue: Catalogue):
    address = {"you", "You", "me", "Me"}
    assert catalogue.keys("vi") == catalogue.keys("en")
    for key in catalogue.keys("vi"):
        vi, en = (placeholders(catalogue.raw(language, key)) for language in ("vi", "en"))
        assert vi - address == en - address, key


def test_a_missing_key_or_value_is_an_error_and_not_an_empty_text(catalogue: Catalogue):
    from bot.locale.catalogue import Voice

    voice = Voice(catalogue)
    with pytest.raises(CatalogueError, match="nothing"):
        voice("common.nothing")
    with pytest.raises(CatalogueError, match="text_cut"):
        voice("common.text_cut")


def test_the_same_key_in_two_files_is_refused(tmp_path: Path):
    for language in ("vi", "en"):
        (tmp_path / language).mkdir()
        for name in ("a", "b"):
            (tmp_path / language / f"{name}.yaml").write_text("common: {hello: chào}\n", "utf-8")
    with pytest.raises(CatalogueError, match="twice"):
        load_catalogue(tmp_path)


def test_vietnamese_texts_sound_as_agreed(catalogue: Catalogue):
    for key in catalogue.keys("vi"):
        text = catalogue.raw("vi", key)
        assert "quý khách" not in text.lower(), key
        assert "!!" not in text, key
        assert MASK not in text, key
        assert not re.search(r"\bBạn\b|\bbạn\b", text), key
