"""Take ratings and count them."""

from datetime import datetime, timedelta

from bot.kernel.clock import Clock
from bot.services.ratings.model import Answer, Level, Occasion, Rating, Share, Source, Word
from bot.services.ratings.rules import is_open, is_suspicious, share_of
from bot.services.ratings.store import RatingStore

KEEP = timedelta(days=730)
KEEP_WORDS = timedelta(days=180)
LONGEST_WORD = 500
_WORDS_SHOWN = 50
_CROWD = 4  # ratings from one kind of device within a minute: more than a counter can serve
_MINUTE = timedelta(minutes=1)


class Ratings:
    """One rating for each occasion; the first one counts."""

    def __init__(self, store: RatingStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def may_rate(self, occasion: Occasion) -> bool:
        """Say whether an occasion can (still) be rated and was not."""
        open_now = is_open(occasion, self._clock.now())
        return open_now and not await self._store.has(occasion.key)

    async def rate(
        self, occasion: Occasion, level: Level, source: Source, shown_at: datetime | None = None
    ) -> Answer:
        """Take a rating.

        Args:
            occasion: what is rated.
            level: how content the person was.
            source: where it was given.
            shown_at: when the question was shown, if known: an answer within three seconds is
                marked.
        """
        now = self._clock.now()
        if not is_open(occasion, now):
            return Answer.CLOSED
        shared = source is Source.KIOSK  # everybody has their own phone
        crowded = shared and await self._store.count_since(source, now - _MINUTE) >= _CROWD
        rating = Rating(
            level=level,
            source=source,
            field=occasion.field,
            at=now,
            flagged=is_suspicious(shown_at, now, crowded=crowded),
        )
        added = await self._store.add(occasion, rating)
        return Answer.TAKEN if added else Answer.GIVEN_BEFORE

    async def add_word(self, key: str, word: str) -> bool:
        """Keep what somebody adds to their rating; the first word counts.

        Args:
            key: of the occasion.
            word: without numbers and names.
        """
        text = " ".join(word.split())[:LONGEST_WORD]
        return bool(text) and await self._store.add_word(key, text)

    async def words(self) -> list[Word]:
        """Return what people added lately, the latest first."""
        return await self._store.words(self._clock.now() - KEEP_WORDS, _WORDS_SHOWN)

    async def shares_by_field(self, start: datetime, end: datetime) -> dict[str, Share]:
        """Return how content people were with each field, from ``start`` until before ``end``."""
        ratings = await self._store.between(start, end)
        fields = dict.fromkeys(rating.field for rating in ratings)
        return {
            field: share_of(rating for rating in ratings if rating.field == field)
            for field in fields
        }

    async def share(self, start: datetime, end: datetime, *, with_flagged: bool = True) -> Share:
        """Return how content people were from ``start`` until before ``end``."""
        return share_of(await self._store.between(start, end), with_flagged=with_flagged)

    async def forget(self) -> int:
        """Delete what is older than the time of keeping; return how many."""
        now = self._clock.now()
        return await self._store.forget(now - KEEP, now - KEEP_WORDS)
