"""How likely a procedure is before a word was said: who may ask for it, and how often."""

from collections.abc import Mapping

from bot.knowledge.knowing import Knowing, any_of
from bot.knowledge.model import Procedure, Status

COMMON = 0.04  # advantage of the procedure asked for most
ENDED = 0.92  # ended procedures come after those that replaced them
SPECIALIST = 0.9  # only people of the trade ask for it
ELSEWHERE = 0.93  # provinces or ministries receive it, the commune does not
SPECIAL = 0.95  # a common procedure in a special case: abroad, at the border


def priors(knowing: Knowing) -> Mapping[str, float]:
    """Return, for each procedure that is not quite usual, by what its score is multiplied."""
    special = any_of(knowing.lists.synonyms.special)
    factors = {}
    for code, card in knowing.base.procedures.items():
        if code in knowing.only_named:
            continue
        factor = _prior(card, special=bool(special.search(card.name.lower())))
        if code in knowing.elsewhere:
            factor *= ELSEWHERE
        if factor != 1.0:
            factors[code] = factor
    common = knowing.lists.synonyms.common
    for rank, code in enumerate(common):
        factors[code] = 1 + COMMON * (1 - rank / (2 * len(common)))
    return factors


def _prior(card: Procedure, *, special: bool) -> float:
    factor = SPECIAL if special else 1.0
    if card.specialist:
        factor *= SPECIALIST
    if card.status is Status.ENDED:
        factor *= ENDED
    return factor
