"""What stands on a poster, a leaflet or a wall sheet. Pure functions.

The four blocks are the "4 rõ" of the one-stop shops: rõ việc, rõ người, rõ thời gian, rõ kết quả.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from bot.knowledge.model import Procedure, Status
from bot.knowledge.parts import Topic
from bot.locale.catalogue import Voice
from bot.services.procedures import wording
from bot.services.procedures.checklist import personal_checklist
from bot.services.procedures.links import Door

MOST_PAPERS = 8
PAPER_LETTERS = 430  # more would make the type too small to read from where people stand
MOST_LINES = 4
LINE_LETTERS = 230
MOST_NAMES = 14
MOST_CELLS = 270  # thirty pages of a wall sheet


class PrintForm(StrEnum):
    """The kinds of prints."""

    POSTER = "poster"  # A4
    LEAFLET = "leaflet"  # A5
    WALL = "wall"  # A4 pages with many QR codes


@dataclass(frozen=True, slots=True)
class Issuer:
    """The centre as a print names it: name, phones, address, opening hours."""

    name: str
    phones: tuple[str, ...]
    address: str
    hours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One of the framed parts: heading and lines, as boxes to tick or as points."""

    heading: str
    lines: tuple[str, ...]
    boxes: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One poster or leaflet."""

    title: str
    subtitle: str
    facts: tuple[Block, ...]
    source: str


def procedure_sheet(
    card: Procedure, voice: Voice, today: date, successors: Sequence[Procedure] = ()
) -> Sheet:
    """Return the sheet of a procedure: only what the card knows, with its source and day.

    Args:
        successors: what an ended procedure has become.
    """
    subtitle = f"{card.name} ({card.code})" if card.name != card.short else card.code
    source = wording.say_source(card.source, card.checked, voice)
    if card.status is Status.ENDED:
        said = [voice("card.ended_sometime", name=card.short, code=card.code).replace("**", "")]
        if successors:
            names = "; ".join(f"{newer.short} ({newer.code})" for newer in successors)
            said.append(voice("card.replaced_by", names=names))
        return Sheet(card.short, subtitle, (Block(voice("poster.note"), tuple(said)),), source)
    if card.status is Status.NAME_ONLY:
        blocks = _known_of_a_name(card, voice)
    else:
        blocks = _four_clear(card, voice, today)
    if card.only_in:
        blocks.append(Block(voice("poster.note"), (voice("card.only_in", place=card.only_in),)))
    return Sheet(card.short, subtitle, tuple(blocks), source)


def _known_of_a_name(card: Procedure, voice: Voice) -> list[Block]:
    """Return the little that is known of a procedure without details, and that it is little."""
    blocks = [Block(voice("poster.who"), tuple(_places(card, voice)))]
    if any(limit.amount for limit in card.time):
        blocks.append(Block(voice("poster.time"), _few(wording.say_times(card.time, voice), voice)))
    if card.result:
        blocks.append(Block(voice("poster.result"), (card.result,)))
    return [*blocks, Block(voice("poster.note"), (voice("card.name_only"),))]


def _four_clear(card: Procedure, voice: Voice, today: date) -> list[Block]:
    """Return task, person, time and result, and the fee."""
    papers = _papers(card, voice)
    times = wording.say_times(card.time, voice) + wording.say_local(card, Topic.TIME, voice)
    bare = [fee.model_copy(update={"basis": None}) for fee in card.fee]  # the source stands below
    fees = wording.say_fees(bare, today, voice) + wording.say_local(card, Topic.FEES, voice)
    return [
        papers,
        Block(voice("poster.who"), tuple(_places(card, voice))),
        Block(voice("poster.time"), _few(times, voice)),
        Block(voice("poster.result"), (card.result or _first_up(voice("card.unknown")),)),
        Block(voice("poster.fee"), _few(fees, voice)),
    ]


def list_sheet(title: str, cards: Sequence[Procedure], voice: Voice, today: date) -> Sheet:
    """Return the sheet of a field or a life event: the procedures it leads to."""
    living = [card for card in cards if card.status is not Status.ENDED]
    names = [card.short for card in living]
    shown = names[:MOST_NAMES]
    if len(names) > len(shown):
        shown.append(voice("poster.more", count=len(names) - len(shown)))
    block = Block(voice("poster.things"), tuple(shown))
    return Sheet(title, "", (block,), voice("poster.as_of", day=wording.say_date(today)))


def sheet_data(
    sheet: Sheet, doors: Sequence[Door], pictures: Sequence[str], issuer: Issuer, voice: Voice
) -> Mapping[str, Any]:
    """Return what the templates ``poster`` and ``leaflet`` show.

    Args:
        pictures: the QR code of each door as SVG.
    """
    links = [
        {
            "label": voice(f"poster.door_{door.name}"),
            "hint": voice("poster.send", words=door.send) if door.send else "",
            "qr": picture,
        }
        for door, picture in zip(doors, pictures, strict=True)
    ]
    return {
        **asdict(sheet),
        "links": links,
        "invitation": voice("poster.invitation"),
        "centre": asdict(issuer),
    }


def wall_data(
    title: str,
    cells: Sequence[tuple[Procedure, str]],
    issuer: Issuer,
    voice: Voice,
    *,
    zalo: bool = False,
) -> Mapping[str, Any]:
    """Return what the template ``wall`` shows: each procedure with the QR code of its web chat.

    Args:
        zalo: whether the words to send to the Zalo account are said as well.
    """
    return {
        "zalo": voice("poster.wall_zalo") if zalo else "",
        "title": title,
        "invitation": voice("poster.wall_invitation"),
        "cells": [
            {"title": card.short, "code": card.code, "qr": picture} for card, picture in cells
        ],
        "centre": asdict(issuer),
    }


def _papers(card: Procedure, voice: Voice) -> Block:
    checklist = personal_checklist(card)
    papers = [wording.say_paper(paper, voice) for paper in checklist.bring]
    if not papers:
        return Block(voice("poster.task"), (_first_up(voice("card.unknown")),))
    shown = _within(papers, MOST_PAPERS, PAPER_LETTERS)
    if len(papers) == len(shown) + 1:  # saying that one is missing takes as much room
        shown = papers
    remarks = [voice("poster.cases")] if card.cases else []
    if len(papers) > len(shown):
        remarks.insert(0, voice("poster.more_papers", count=len(papers) - len(shown)))
    return Block(voice("poster.task"), tuple(shown), boxes=True, remark=" ".join(remarks))


def _places(card: Procedure, voice: Voice) -> list[str]:
    if card.submit is not None:
        lines = [wording.say_ways(card.submit, voice)]
    else:
        lines = [voice("poster.ask_place")]
    if card.decides:
        lines.append(voice("card.decides", who=card.decides))
    return lines + wording.say_local(card, Topic.PLACE, voice)


def _few(lines: Sequence[str], voice: Voice) -> tuple[str, ...]:
    shown = _within(lines, MOST_LINES, LINE_LETTERS)
    if len(shown) == len(lines):
        return tuple(lines)
    return (*shown[: MOST_LINES - 1], voice("poster.other_cases"))


def _within(lines: Sequence[str], most: int, letters: int) -> list[str]:
    """Return the first lines that have room; at least one, and never a line cut short."""
    shown: list[str] = []
    for line in lines[:most]:
        letters -= len(line)
        if shown and letters < 0:
            break
        shown.append(line)
    return shown


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
