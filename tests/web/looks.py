"""What every page must look like: axe finds nothing serious, type and targets are large."""

from axe_core_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}
SERIOUS = {"serious", "critical"}
SMALL_TARGETS = """
() => [...document.querySelectorAll('a, button, input, textarea, summary, [role=checkbox]')]
  .filter(each => each.type !== 'hidden' && each.offsetParent !== null)
  .filter(each => !each.closest('.skip') && getComputedStyle(each).display !== 'inline')
  .map(each => [each.getBoundingClientRect(), each.className || each.tagName, each.textContent])
  .filter(([box]) => box.height < 47.5 || box.width < 47.5)
  .map(([box, name, words]) => `${name} «${words.trim().slice(0, 30)}» ${box.width}×${box.height}`)
"""
SMALL_TYPE = """
() => [...document.querySelectorAll('body *')]
  .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .filter(each => each.offsetParent !== null && parseFloat(getComputedStyle(each).fontSize) < 18)
  .map(each => `${each.className || each.tagName} ${getComputedStyle(each).fontSize}`)
"""
_ONLY_WRONG = {"resultTypes": ["violations"]}
_COLOURS = {**_ONLY_WRONG, "runOnly": ["color-contrast"]}


async def serious(page: Page) -> list[tuple[str, str]]:
    """Return what axe objects to in a page as it stands, and in its colours of the night."""
    wrong = []
    for scheme, rules in (("light", _ONLY_WRONG), ("dark", _COLOURS)):
        await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = await Axe().run(page, options=rules)
        wrong += [
            (each["id"], node["html"])
            for each in found["violations"]
            if each["impact"] in SERIOUS
            for node in each["nodes"][:3]
        ]
    return wrong


async def too_small(page: Page) -> list[str]:
    """Return what is too small, or runs off the side."""
    width = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    wrong: list[str] = [f"{width} px too wide"] if width > 0 else []
    wrong += await page.evaluate(SMALL_TYPE)
    wrong += await page.evaluate(SMALL_TARGETS)
    return wrong
