"""What a form brought, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from aiohttp import web

from bot.kernel.errors import OfficerError

TOKEN = "form_token"  # noqa: S105  # the name of a field
_LONGEST = 4000
# Never shown again once sent, not even to who typed them.
SECRET_FIELDS = frozenset({TOKEN, "password", "current", "new", "again", "code", "recovery"})


@dataclass
class Form:
    """Fields as typed, and an error for each that must be corrected.

    An error under "" belongs to the whole form.
    """

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return what was typed into a field, without blanks around it; "" when it is absent."""
        return self.values.get(name, "").strip()

    def raw(self, name: str) -> str:
        """Return what was typed, blanks and all: a password's belong to it."""
        return self.values.get(name, "")

    def number(self, name: str) -> int:
        """Return a field that holds a whole number, -1 when it does not."""
        text = self[name]
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else -1

    def refuse(self, error: OfficerError, fields: dict[str, str]) -> None:
        """Put a refusal beside its field, or above the form when it has none."""
        self.errors[fields.get(error.problem, "")] = str(error)

    def shown_again(self) -> Iterator[tuple[str, str]]:
        """Return what was typed and may be shown again."""
        for name, text in self.values.items():
            if name not in SECRET_FIELDS and text.strip():
                yield name, text


async def read_form(request: web.Request) -> Form:
    """Return the fields of a form.

    Raises:
        HTTPBadRequest: it cannot be read as one.
    """
    try:
        posted = await request.post()
    except (ValueError, LookupError, web.RequestPayloadError):
        raise web.HTTPBadRequest from None
    return Form({name: tidy(text) for name, text in posted.items() if isinstance(text, str)})


def tidy(text: str, longest: int = _LONGEST) -> str:
    """Return a field's text in reasonable length, without what databases refuse."""
    return text.replace("\x00", "").replace("\r\n", "\n")[:longest]
