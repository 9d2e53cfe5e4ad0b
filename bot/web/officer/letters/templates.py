"""Templates of letters: edit with a look at every channel, history, old versions taken up again."""

import difflib
from dataclasses import dataclass

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import LetterError, NotFoundError
from bot.services.letters.model import Finished, TemplateVersion, Texts
from bot.services.letters.templates import LABELS, PLACEHOLDERS, TEXT_NAMES
from bot.services.officers.model import Right
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go
from bot.web.officer.letters.looks import look_of
from bot.web.officer.letters.words import TEMPLATES, TEXTS

_ONE = f"{paths.TEMPLATES}/{{name:{'|'.join(PLACEHOLDERS)}}}"
_SIGNS = {"+ ": "new", "- ": "gone"}


@dataclass(frozen=True, slots=True)
class Step:
    """One version in the history, and what it changed."""

    version: TemplateVersion
    lines: tuple[tuple[str, str], ...]


class TemplatePages:
    """Serves ``/officer/letters/templates``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._letters = console.desk.letters
        self._prints = console.desk.letter_prints

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.TEMPLATES, self.listing),
            web.get(_ONE, self.show),
            web.post(_ONE, self.change),
        ]

    @access(Right.LETTERS)
    async def listing(self, request: web.Request) -> web.StreamResponse:
        """Show the templates."""
        newest = [
            (name, label, await self._letters.templates.get(name))
            for name, label in TEMPLATES.items()
        ]
        return self._console.page(request, "templates.html", newest=newest)

    @access(Right.LETTERS)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show a template; with ``?version=`` an old one, to take it up again."""
        name, wanted = request.match_info["name"], request.query.get("version", "")
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 0
        try:
            old = await self._letters.templates.get(name, number)
        except NotFoundError:
            raise web.HTTPNotFound from None
        why = f"Dùng lại bản {number}" if number else ""
        return await self._page(request, old.texts, Form({"why": why}), taken_up=number)

    @access(Right.LETTERS_LEAD)
    async def change(self, request: web.Request) -> web.StreamResponse:
        """Show how the new texts will look, or save them."""
        form, visitor, name = request[FORM], request[VISITOR], request.match_info["name"]
        texts = Texts(**{each: form[each] for each in TEXT_NAMES})
        templates = self._letters.templates
        if form["do"] != "save":
            form.errors.update(templates.check(name, texts)[0])
            return await self._page(request, texts, form)
        try:
            await templates.save(visitor.actor, name, form.number("seen"), texts, form["why"])
        except LetterError as error:
            form.errors.update(error.problems)
            return await self._page(request, texts, form)
        return go(f"{paths.TEMPLATES}/{name}", done="letter-template")

    async def _page(
        self, request: web.Request, texts: Texts, form: Form, *, taken_up: int = 0
    ) -> web.StreamResponse:
        name = request.match_info["name"]
        history = await self._letters.templates.versions(name)
        seen = form.number("seen")

        async def finished() -> tuple[Finished, str]:
            return self._letters.sample(name, texts)

        return self._console.page(
            request,
            "template.html",
            status=422 if form.errors else 200,
            form=form,
            template_name=name,
            label=TEMPLATES[name],
            texts=texts,
            parts=TEXTS,
            placeholders=[(each, LABELS[each]) for each in sorted(PLACEHOLDERS[name])],
            warnings=self._letters.templates.check(name, texts)[1],
            look=await look_of(finished, self._prints),
            history=_steps(history),
            seen=seen if seen > 0 else history[0].version,
            taken_up=taken_up,
            may_change=request[VISITOR].may(Right.LETTERS_LEAD),
        )


def _steps(history: list[TemplateVersion]) -> list[Step]:
    """Return the versions, the newest first, each with the lines that it changed."""
    steps = []
    for place, version in enumerate(history):
        before = _lines(history[place + 1].texts) if place + 1 < len(history) else None
        steps.append(Step(version, _difference(before, _lines(version.texts))))
    return steps


def _difference(before: list[str] | None, after: list[str]) -> tuple[tuple[str, str], ...]:
    if before is None:
        return ()
    return tuple(
        (_SIGNS[line[:2]], line[2:])
        for line in difflib.ndiff(before, after)
        if line[:2] in _SIGNS and line[2:].strip()
    )


def _lines(texts: Texts) -> list[str]:
    return [
        f"{label}: {line}"
        for name, label, _, _ in TEXTS
        for line in getattr(texts, name).splitlines()
        if line.strip()
    ]
