"""Readings made the same way in several places, and the reasons they give."""

from collections.abc import Sequence

from bot.knowledge.hearing import Heard
from bot.knowledge.index import Hit
from bot.knowledge.reading import Act, Behavior, Option, Reading
from bot.knowledge.shelves import Kind

REASONS = 4
MOST_CODES = 5


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
    *,
    likely: Sequence[str] = (),
) -> Reading:
    """Return the reading of a message that fits several procedures.

    Its codes come in the order of ``likely``, whatever the order in which they are offered.
    """
    places = {code: place for place, code in reversed([*enumerate(likely)])}
    codes = (option.code for option in options)
    return Reading(
        Behavior.CLARIFY,
        codes=tuple(sorted(codes, key=lambda code: places.get(code, len(likely)))),
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


def ranked(first: Sequence[str], hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return some procedures, and behind them what the message is near to besides."""
    cards = (hit.entry.key for hit in hits if hit.entry.kind is Kind.CARD)
    return tuple(dict.fromkeys((*first, *cards)))[:MOST_CODES]


def why(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Name the nearest entries, each with its score and the wording that fitted best."""
    return tuple(
        f"{hit.entry.kind} {hit.entry.key} {hit.score:.2f} «{hit.phrase.text}»"
        for hit in hits[:REASONS]
    )
