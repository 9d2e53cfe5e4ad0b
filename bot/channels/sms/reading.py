"""Read gateways' answers. Pure functions."""

import base64
import json
from collections.abc import Mapping

from bot.channels.sms.model import Grade, Judged, Reply


def json_of(reply: Reply) -> object:
    """Return the JSON of an answer; None when it is none."""
    try:
        return json.loads(reply.text)
    except (ValueError, RecursionError):
        return None


def value_at(answer: object, path: str) -> object:
    """Return what stands at ``a.b.c`` in an answer, None when nothing does."""
    for name in path.split("."):
        if isinstance(answer, list) and name.isdigit() and int(name) < len(answer):
            answer = answer[int(name)]
        elif isinstance(answer, dict):
            answer = answer.get(name)
        else:
            return None
    return answer


def text_at(answer: object, path: str) -> str:
    """Return a word or number at a path as text; "" when there is none."""
    value = value_at(answer, path)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def graded(grades: Mapping[str, Grade], reply: Reply, code: str, provider_id: str = "") -> Judged:
    """Return the grade of a code; one that nobody documented leaves the matter open."""
    if code in grades:
        return Judged(grades[code], provider_id, code)
    return by_status(reply, code)


def by_status(reply: Reply, code: str = "") -> Judged:
    """Return what the HTTP status alone says of an answer that cannot be read."""
    said = code or f"HTTP {reply.status}"
    if reply.status in (429, 503):
        return Judged(Grade.TEMPORARY, code=said)
    if reply.status in (401, 403, 404, 405, 407) or 300 <= reply.status < 400:
        return Judged(Grade.CONFIGURATION, code=said)
    if 400 <= reply.status < 500 and reply.status != 408:
        return Judged(Grade.CONTENT, code=said)
    return Judged(Grade.UNCLEAR, code=said)


def basic(user: str, password: str) -> str:
    """Return the header of Basic authentication."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
