"""Fill a template with data and return a PDF or pictures.

Data reaches a template as JSON and is shown as text, so nothing a person typed is ever read as
markup. Only our own fonts are used: a print looks the same on every machine.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
FONT_PACKAGES = ("fontpkg_be_vietnam_pro", "fontpkg_spectral")


def _fonts() -> list[str]:
    """Return the folders of Be Vietnam Pro and, for letters, Spectral (SIL Open Font License)."""
    return [str(files(package) / "files") for package in FONT_PACKAGES]


class Typesetter:
    """Sets templates; blocking and busy for a tenth of a second, so call it in a thread."""

    def pdf(self, template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
        """Return a PDF with its fonts embedded.

        Args:
            template: file name in ``templates`` without its ending.
            data: what the template shows; JSON values only.
            made_at: the day that stands in the file's properties.
        """
        import typst

        pdf: bytes = typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(made_at.timestamp()),
        )
        return pdf

    def pictures(
        self, template: str, data: Mapping[str, Any], pixels_per_inch: float = 144
    ) -> list[bytes]:
        """Return each page as a PNG picture."""
        import typst

        made: bytes | list[bytes] = typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="png",
            ppi=pixels_per_inch,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
        return [made] if isinstance(made, bytes) else list(made)
