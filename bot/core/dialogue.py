"""What a conversation remembers between two messages."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.kernel.jsontext import encode_json
from bot.kernel.messages import Choice
from bot.knowledge.parts import Topic
from bot.knowledge.reading import Context, Option
from bot.locale.catalogue import DEFAULT_LANGUAGE, NEUTRAL, Address

MAX_TRAIL = 12


@dataclass(slots=True)
class Dialogue:
    """The state of one conversation; everything in it can be written as JSON.

    Attributes:
        language: of the answers.
        address: how we call each other; ``address_known`` once the citizen has shown it.
        easy: short sentences, one question at a time, at most three choices.
        welcomed: the first greeting was given.
        consent: version of the privacy text that was agreed to; "" when not (yet).
        context: what understanding needs.
        choices: what the last message offered: a typed number means one of these.
        rest: choices that easy mode has not shown yet.
        step: the running dialogue, e.g. ``case:1.001193:0``; "" when none.
        slots: what the running dialogue has gathered.
        trail: values of the places visited, for "quay lại".
        misses: messages in a row that were not understood.
        proved: dossiers (key of the code) whose owner was recognised, and until when that holds.
        no_ratings: never ask this person to rate again.
        asked: the question that was answered last, as the to-do list may keep it; "" when none.
        dossiers: which dossiers were shown lately, so that the next words can mean them.
    """

    language: str = DEFAULT_LANGUAGE
    address: Address = NEUTRAL
    address_known: bool = False
    easy: bool = False
    welcomed: bool = False
    consent: str = ""
    context: Context = field(default_factory=Context)
    choices: tuple[Choice, ...] = ()
    rest: tuple[Choice, ...] = ()
    step: str = ""
    slots: dict[str, Any] = field(default_factory=dict)
    trail: list[str] = field(default_factory=list)
    misses: int = 0
    no_ratings: bool = False
    asked: str = ""
    proved: dict[str, str] = field(default_factory=dict)
    dossiers: dict[str, Any] = field(default_factory=dict)

    def visit(self, place: str) -> None:
        """Remember a place for "quay lại"; the same place twice counts once."""
        if not self.trail or self.trail[-1] != place:
            self.trail.append(place)
            del self.trail[:-MAX_TRAIL]

    def leave(self) -> str:
        """Go back one place and return it; "" when there is none before."""
        if self.trail:
            self.trail.pop()
        return self.trail.pop() if self.trail else ""

    def end_step(self) -> None:
        """End the running dialogue, keeping everything else."""
        self.step = ""
        self.slots = {}


def to_json(dialogue: Dialogue) -> str:
    """Write a dialogue down; written by hand because this runs once in every turn."""
    context = dialogue.context
    content = {
        "language": dialogue.language,
        "address": [dialogue.address.you, dialogue.address.me],
        "address_known": dialogue.address_known,
        "easy": dialogue.easy,
        "welcomed": dialogue.welcomed,
        "consent": dialogue.consent,
        "topics": context.topics,
        "options": [[option.code, option.label] for option in context.options],
        "topics_asked": context.topics_asked,
        "choices": [[choice.value, choice.label, choice.url] for choice in dialogue.choices],
        "rest": [[choice.value, choice.label, choice.url] for choice in dialogue.rest],
        "step": dialogue.step,
        "slots": dialogue.slots,
        "trail": dialogue.trail,
        "misses": dialogue.misses,
        "no_ratings": dialogue.no_ratings,
        "asked": dialogue.asked,
        "proved": dialogue.proved,
        "dossiers": dialogue.dossiers,
    }
    return encode_json(content)


def from_json(text: str) -> Dialogue:
    """Read a dialogue; unknown or missing keys (another version's) become the defaults."""
    raw = json.loads(text)
    return Dialogue(
        language=raw.get("language", DEFAULT_LANGUAGE),
        address=Address(*raw["address"]) if raw.get("address") else NEUTRAL,
        address_known=bool(raw.get("address_known")),
        easy=bool(raw.get("easy")),
        welcomed=bool(raw.get("welcomed")),
        consent=raw.get("consent", ""),
        context=Context(
            topics=tuple(raw.get("topics", ())),
            options=tuple(Option(*option) for option in raw.get("options", ())),
            topics_asked=tuple(Topic(topic) for topic in raw.get("topics_asked", ())),
        ),
        choices=tuple(Choice(*choice) for choice in raw.get("choices", ())),
        rest=tuple(Choice(*choice) for choice in raw.get("rest", ())),
        step=raw.get("step", ""),
        slots=dict(raw.get("slots", {})),
        trail=list(raw.get("trail", ())),
        misses=int(raw.get("misses", 0)),
        no_ratings=bool(raw.get("no_ratings")),
        asked=str(raw.get("asked", "")),
        proved=dict(raw.get("proved", {})),
        dossiers=dict(raw.get("dossiers", {})),
    )
