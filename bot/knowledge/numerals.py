"""Numbers said in words: in dictated messages they only hide what is asked for."""

from bot.knowledge.trie import Word

# Words of spoken numbers; several of them are words of their own too ("ba", "năm", "bảy").
SPOKEN = frozenset(
    {"mot", "hai", "ba", "bon", "tu", "nam", "sau", "bay", "tam"}
    | {"chin", "muoi", "tram", "nghin", "ngan"}
)
ONLY_NUMBERS = frozenset({"muoi", "chin", "tram", "nghin"})
LONG_NUMBER = 3


def without_figures(said: list[Word]) -> list[Word]:
    """Leave out years and numbers said in words: "một chín năm mốt"."""
    kept: list[Word] = []
    run: list[Word] = []
    for word in said:
        if word.folded in SPOKEN:
            run.append(word)
            continue
        kept += _unless_a_number(run)
        run = []
        kept.append(word)
    return kept + _unless_a_number(run)


def _unless_a_number(run: list[Word]) -> list[Word]:
    """Return nothing for three words of a number and more, else the words themselves."""
    a_number = len(run) >= LONG_NUMBER and any(word.folded in ONLY_NUMBERS for word in run)
    return [] if a_number else run
