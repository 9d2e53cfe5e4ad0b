"""Calls as a Vietnamese voice says them. Pure functions."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_TEN = 10
_HUNDRED = 100


def say_ticket(number: str) -> str:
    """Return a ticket's number sign by sign: "A012" is "A không một hai"."""
    signs = (sign for sign in number.upper() if sign.isalnum())
    return " ".join(_DIGITS[int(sign)] if sign.isdecimal() else sign for sign in signs)


def say_count(count: int) -> str:
    """Return a number below a hundred as one says it: 15 is "mười lăm", 21 "hai mươi mốt"."""
    if not 0 <= count < _HUNDRED:
        return " ".join(_DIGITS[int(digit)] for digit in str(abs(count)))
    tens, ones = divmod(count, _TEN)
    if not tens:
        return _DIGITS[ones]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones:
        words.append(_ones_after(tens, ones))
    return " ".join(words)


def say_call(number: str, counter: int) -> str:
    """Return a call: "Mời số A không một hai đến quầy số hai"."""
    return f"Mời số {say_ticket(number)} đến quầy số {say_count(counter)}"


def _ones_after(tens: int, ones: int) -> str:
    if ones == 5:
        return "lăm"
    if ones == 1 and tens > 1:
        return "mốt"
    return _DIGITS[ones]
