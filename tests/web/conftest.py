"""A running site and a real browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

_DEBIAN = Path("/usr/bin/chromium")
# Debian's Chromium, or the one that playwright brought along.
CHROMIUM = str(_DEBIAN) if _DEBIAN.exists() else None
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# A busy machine and a page that tries again after a while both take their time.
expect.set_options(timeout=8_000)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser without a window."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=ARGUMENTS
        )
        yield running
        await running.close()
