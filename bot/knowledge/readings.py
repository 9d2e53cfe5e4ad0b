"""Readings made the same way in several places, and the reasons they give."""

from collections.abc import Sequence

from bot.knowledge.hearing import Heard
from bot.knowledge.index import Hit
from bot.knowledge.reading import Act, Behavior, Option, Reading

REASONS = 4


def an_act(act: Act, why: str) -> Reading:
    """Return the reading of a message that is not about a procedure."""
    return Reading(Behavior.OTHER, act=act, confidence=1.0, explanation=(why,))


def an_answer(
    heard: Heard,
    codes: tuple[str, ...],
    why: tuple[str, ...],
    *,
    answers: tuple[str, ...] | None = None,
    confidence: float = 1.0,
    case: str | None = None,
) -> Reading:
    """Return the reading of a message about one procedure, or about all of ``answers``."""
    return Reading(
        Behavior.ANSWER,
        codes=codes,
        answers=codes if answers is None else answers,
        topics=heard.topics,
        case=case,
        confidence=min(1.0, confidence),
        explanation=why,
    )


def a_question(
    heard: Heard,
    options: tuple[Option, ...],
    question: str | None,
    score: float,
    why: tuple[str, ...],
) -> Reading:
    """Return the reading of a message that fits several procedures."""
    return Reading(
        Behavior.CLARIFY,
        codes=tuple(option.code for option in options),
        topics=heard.topics,
        options=options,
        question=question,
        confidence=min(1.0, score),
        explanation=why,
    )


def out_of_scope(
    heard: Heard,
    why: tuple[str, ...],
    *,
    outside: str | None = None,
    codes: tuple[str, ...] = (),
    confidence: float = 0.0,
) -> Reading:
    """Return the reading of a message about something the commune does not do."""
    return Reading(
        Behavior.OUT_OF_SCOPE,
        codes=codes,
        topics=heard.topics,
        outside=outside,
        confidence=max(0.0, min(1.0, confidence)),
        explanation=why,
    )


def why(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Name the nearest entries, each with its score and the wording that fitted best."""
    return tuple(
        f"{hit.entry.kind} {hit.entry.key} {hit.score:.2f} «{hit.phrase.text}»"
        for hit in hits[:REASONS]
    )
