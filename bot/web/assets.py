"""Style sheets and scripts: read once, named by their content, kept by browsers for a year."""

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.http.access import access

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served."""

    body: bytes
    packed: bytes
    content_type: str
    digest: str


class Assets:
    """All files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._assets = {
            path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in _TYPES
        }

    def url(self, name: str) -> str:
        """Return the address of a file; it changes when the file does."""
        return f"/static/{self._assets[name].digest}/{name}"

    @access("public")
    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve a file; an address of an older version gets the present one."""
        asset = self._assets.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        current = request.match_info["digest"] == asset.digest
        headers = {
            "Cache-Control": _FOREVER if current else "no-cache",
            "Vary": "Accept-Encoding",
        }
        body = asset.body
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            body = asset.packed
            headers["Content-Encoding"] = "gzip"
        return web.Response(
            body=body, content_type=asset.content_type, charset="utf-8", headers=headers
        )


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(
        body=body,
        packed=gzip.compress(body, mtime=0),
        content_type=_TYPES[path.suffix],
        digest=hashlib.sha256(body).hexdigest()[:12],
    )
