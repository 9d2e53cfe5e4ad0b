"""Browser and system in two words, so that people know their own sessions. A pure function."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Return "Chrome, Windows", or what of it can be told."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Trình duyệt khác")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser}, {system}" if system else browser
