"""Values that an office sets for itself: by area, with who changed what and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.http.access import access
from bot.kernel.errors import ParameterError
from bot.kernel.parameters import Parameter, Value, read, written
from bot.kernel.vietnamese import fold
from bot.services.officers.model import Right
from bot.services.parameters.model import Change, Setting
from bot.web.officer import paths
from bot.web.officer.forms import Form
from bot.web.officer.frame import FORM, VISITOR, Console, go

_KEY = "{key:[a-z0-9._]{3,80}}"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter as the list shows it."""

    setting: Setting
    value: str
    is_default: bool

    @property
    def words(self) -> str:
        """Return what a search looks through."""
        parameter = self.setting.parameter
        return fold(f"{parameter.label} {parameter.help} {parameter.group} {parameter.area}")


@dataclass(frozen=True, slots=True)
class Past:
    """A change as the history shows it."""

    change: Change
    former: str
    value: str


class ParameterPages:
    """Serves ``/officer/parameters``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._parameters = console.desk.parameters

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.get(paths.PARAMETERS, self.show),
            web.get(f"{paths.PARAMETERS}/{_KEY}", self.one),
            web.post(f"{paths.PARAMETERS}/{_KEY}", self.change),
        ]

    @access(Right.CONSOLE)
    async def show(self, request: web.Request) -> web.StreamResponse:
        """Show what a search finds, or the parameters of one area."""
        lines = [_line(setting) for setting in await self._parameters.settings()]
        names = {slug_of(line.setting.parameter): line.setting.parameter.area for line in lines}
        asked = " ".join(request.query.get("q", "").replace("\x00", "").split())[:_LONGEST]
        shown = request.query.get("area", "")
        if asked:
            shown, groups = "", found(lines, asked)
        else:
            shown = shown if shown in names else next(iter(names), "")
            groups = by_group([line for line in lines if slug_of(line.setting.parameter) == shown])
        return self._console.page(
            request, "parameters.html", names=names, shown=shown, groups=groups, asked=asked
        )

    @access(Right.CONSOLE)
    async def one(self, request: web.Request) -> web.StreamResponse:
        """Show one parameter with its history and, to those who may, the form."""
        return await self._page(request, Form())

    @access(Right.PARAMETERS)
    async def change(self, request: web.Request) -> web.StreamResponse:
        """Change a parameter."""
        form, key = request[FORM], request.match_info["key"]
        setting = await self._parameters.setting(key)
        if setting is None:
            raise web.HTTPNotFound
        typed = form["value"]
        if form["back"] == "1":
            typed = written(setting.parameter.default)
        try:
            new = await self._parameters.change(
                request[VISITOR].actor, key, typed, form["reason"], seen=form.number("version")
            )
        except ParameterError as error:
            form.errors[error.field] = str(error)
            return await self._page(request, form)
        return go(f"{paths.PARAMETERS}/{key}", done="parameter" if new else "parameter-same")

    async def _page(self, request: web.Request, form: Form) -> web.StreamResponse:
        key = request.match_info["key"]
        setting = await self._parameters.setting(key)
        if setting is None:
            raise web.HTTPNotFound
        parameter = setting.parameter
        return self._console.page(
            request,
            "parameter.html",
            status=422 if form.errors else 200,
            form=form,
            setting=setting,
            shown=_line(setting),
            default=say_value(parameter, parameter.default),
            bounds=say_bounds(parameter),
            slug=slug_of(parameter),
            written=written(setting.value),
            history=[_past(parameter, each) for each in await self._parameters.history(key)],
            may_change=request[VISITOR].may(Right.PARAMETERS),
        )


def by_group(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Return the lines of one area under their headings, in the order of declaration."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.setting.parameter.group, []).append(line)
    return groups


def found(lines: Sequence[Line], asked: str) -> dict[str, list[Line]]:
    """Return the lines in which every word asked for occurs, under their areas."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if all(word in line.words for word in fold(asked).split()):
            groups.setdefault(line.setting.parameter.area, []).append(line)
    return groups


def slug_of(parameter: Parameter) -> str:
    """Return the area's part of a key."""
    return parameter.key.partition(".")[0]


def say_value(parameter: Parameter, value: Value) -> str:
    """Return a value in words."""
    match parameter.kind:
        case "bool":
            return "bật" if value else "tắt"
        case "minutes":
            return f"{value} phút"
        case "choice":
            return dict(parameter.choices).get(str(value), str(value))
        case "text":
            return str(value) or "để trống"
        case "int" if parameter.unit:
            return f"{value}%" if parameter.unit == "%" else f"{value} {parameter.unit}"
        case _:
            return written(value)


def say_bounds(parameter: Parameter) -> str:
    """Return within which bounds a value may lie; "" when there are none."""
    low, high = parameter.lowest, parameter.highest
    if low is not None and high is not None:
        return f"Từ {written(low)} đến {written(high)}."
    if low is not None:
        return f"Nhỏ nhất {written(low)}."
    return f"Lớn nhất {written(high)}." if high is not None else ""


def _line(setting: Setting) -> Line:
    parameter = setting.parameter
    said = say_value(parameter, setting.value)
    return Line(setting, said, setting.value == parameter.default)


def _past(parameter: Parameter, change: Change) -> Past:
    return Past(change, _kept(parameter, change.former), _kept(parameter, change.value))


def _kept(parameter: Parameter, text: str) -> str:
    try:
        return say_value(parameter, read(parameter, text))
    except ParameterError:  # the bounds were other ones then
        return text
