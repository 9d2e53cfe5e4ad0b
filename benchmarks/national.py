"""A catalogue of national size: the shipped cards and generated ones known by name only.

The names are put together from ``national.yaml``; the same seed gives the same catalogue.
"""

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import Field
from bot.knowledge.model import Procedure

SEED = 5_800
WORDS = Path(__file__).with_name("national.yaml")
COPIES = 0.04  # share of names that stand under several codes, as provinces publish them
MOST_COPIES = 8
LEVELS = ("tinh", "tinh", "tinh", "bo", "bo", "xa")
SHORT = 60
DAY = dt.date(2026, 11, 1)


def padded(knowledge: KnowledgeBase, size: int) -> KnowledgeBase:
    """Return the knowledge base with generated cards up to ``size`` procedures."""
    procedures = dict(knowledge.procedures)
    field_of = dict(knowledge.field_of)
    for record in records(size - len(procedures)):
        procedures[record["code"]] = Procedure.model_validate(record)
        field_of[record["code"]] = "khac"
    codes: dict[str, list[str]] = {}
    for code, slug in field_of.items():
        codes.setdefault(slug, []).append(code)
    fields = {slug: Field(slug, tuple(of_field)) for slug, of_field in codes.items()}
    return replace(knowledge, procedures=procedures, field_of=field_of, fields=fields)


def records(count: int) -> Iterator[dict[str, Any]]:
    """Yield as many cards as plain values, as a file or a journal holds them."""
    if count <= 0:
        return
    chance = random.Random(SEED)  # the same catalogue every time
    names = _names(yaml.safe_load(WORDS.read_text(encoding="utf-8")))
    chance.shuffle(names)
    made = 0
    for name in names:
        times = chance.randint(2, MOST_COPIES) if chance.random() < COPIES else 1
        for _ in range(times):
            if made == count:
                return
            yield _record(made, name, chance.choice(LEVELS))
            made += 1
    raise ValueError(f"the words give only {made} procedures, not {count}")


def _names(words: Mapping[str, Any]) -> list[str]:
    return [
        " ".join(part for part in (verb, thing, condition) if part)
        for field in words["fields"]
        for verb in field["verbs"]
        for thing in field["things"]
        for condition in dict.fromkeys(words["conditions"])
    ]


def _record(number: int, name: str, level: str) -> dict[str, Any]:
    short = name if len(name) <= SHORT else name[: SHORT - 1].rsplit(" ", 1)[0] + "…"
    return {
        "code": f"9.{number:06}",
        "name": name,
        "short": short,
        "status": "name-only",
        "level": (level,),
        "source": {"origin": "Danh mục tạo ra để đo", "snapshot": DAY},
        "checked": DAY,
    }
