"""Whatever somebody brings to a place that takes files: one sentence, and nothing changes."""

import io
import zipfile

import pytest
from aiohttp import FormData

from bot.kernel.clock import StillClock
from bot.services.officers.model import Role
from bot.web.officer import paths
from tests.web.clerk import Page, at_work
from tests.web.house import House
from tests.web.pictures import a_bomb, a_large_png

DOORS = {
    paths.IMPORTS: ("file", {"source": "mot-cua"}),
    paths.MANY: ("file", {"codes": ""}),
    paths.UPLOAD: ("file", {"list_only": "0"}),
    f"{paths.READY}/photo": ("photo", {}),
}


def packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx">
<!ENTITY y SYSTEM "file:///etc/passwd">]><workbook>&x;&y;</workbook>"""
FILES = {
    "nothing.xlsx": b"",
    "bomb.xlsx": packed("xl/workbook.xml", b"0" * 30_000_000),
    "entities.xlsx": packed("xl/workbook.xml", ENTITIES),
    "climbing.xlsx": packed("../../../tmp/x", b"x"),
    "cut.docx": packed("word/document.xml", b"<w:document>")[:-30],
    "deep.json": b"[" * 100_000,
    "zeros.csv": bytes(100_000),
    "formula.csv": b"=cmd|'/c calc'!A1;\"\n",
    "page.csv": b"<script>alert(1)</script>",
    "program.exe": b"MZ" + bytes(range(256)) * 20,
    "bomb.png": a_bomb(),
    "large.png": a_large_png(),
    "..\\..\\con.csv": b"a,b\n",
    f"{'dài' * 90}.xlsx": b"PK\x03\x04",
}


@pytest.mark.parametrize("door", DOORS)
async def test_bad_files_are_met_with_a_sentence(house: House, clock: StillClock, door: str):
    field, more = DOORS[door]
    async with at_work(house, clock, Role.OFFICER) as clerk:
        page = door.removesuffix("/photo")
        token = (await clerk.get(page)).token

        async def brought(name: str, data: bytes) -> Page:
            form = FormData()
            for key, value in ({"form_token": token} | more).items():
                form.add_field(key, value)
            form.add_field(field, data, filename=name)
            return await clerk.post(door, form)  # type: ignore[arg-type]

        for name, data in FILES.items():
            answer = await brought(name, data)
            assert answer.status in (400, 413, 422), (name, answer.status, answer.location)
            assert answer.status != 422 or 'role="alert"' in answer.text, name
            assert "root:" not in answer.text
            assert "<script>alert" not in answer.text
        # Whoever brought them goes on working.
        assert (await clerk.get(page)).status == 200
    assert await house.desk.dossiers().is_empty()
    assert await house.desk.upkeep.list_sets() == []
