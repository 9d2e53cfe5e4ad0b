"""SMS as a channel: plain text, counted in parts, refused before it costs too much."""

import logging
import re
from datetime import datetime, timedelta

from bot.channels.sms.encoding import parts_of, plain
from bot.channels.sms.gateway import Gateway
from bot.channels.sms.model import Grade, Judged, SmsMessage
from bot.channels.sms.settings import SmsSettings
from bot.kernel.channel import LOG_ONLY, Abilities, Outcome, Outgoing, Sent
from bot.kernel.clock import Clock

logger = logging.getLogger(__name__)

NAME = "sms"
# Vietnamese mobile numbers since 2018; fixed lines and foreign numbers get no SMS.
_MOBILE = re.compile(r"\+84[35789][0-9]{8}")
_OUTCOMES = {
    Grade.ACCEPTED: Outcome.ACCEPTED,
    Grade.DUPLICATE: Outcome.ACCEPTED,
    Grade.RECIPIENT: Outcome.NEVER,
    Grade.CONTENT: Outcome.REFUSED,
    Grade.CONFIGURATION: Outcome.TRY_LATER,
    Grade.MONEY: Outcome.TRY_LATER,
    Grade.TEMPORARY: Outcome.TRY_LATER,
    Grade.UNCLEAR: Outcome.UNKNOWN,
    Grade.LOGGED: Outcome.REFUSED,
}
# Nothing passes until somebody sets it right: no gateway is asked for every single message.
_STOPS = (Grade.CONFIGURATION, Grade.MONEY)
STOPPED_FOR = timedelta(minutes=15)


class SmsChannel:
    """Sends SMS; receives nothing."""

    name = NAME

    def __init__(self, settings: SmsSettings, gateway: Gateway, clock: Clock) -> None:
        self._settings = settings
        self._gateway = gateway
        self._clock = clock
        self._stopped_until: datetime | None = None
        self._why_stopped = ""
        self.abilities = Abilities(buttons=0, text_limit=settings.max_parts * 153)

    @property
    def idempotent(self) -> bool:
        """Say whether an unclear try may be repeated: the gateway knows our ids."""
        return self._gateway.idempotent

    async def send(self, message: Outgoing) -> Sent:
        """Send one message and say how it went; never raise for a refusal."""
        text = plain(message.text)
        parts = parts_of(text)
        if not _MOBILE.fullmatch(message.channel_user):
            return Sent(Outcome.NEVER, reason="not a Vietnamese mobile number")
        if not text or parts > self._settings.max_parts:
            return Sent(Outcome.REFUSED, reason=f"{parts if text else 0} parts", parts=parts)
        now = self._clock.now()
        if self._stopped_until is not None and now < self._stopped_until:
            return Sent(Outcome.TRY_LATER, wait=self._stopped_until - now, reason=self._why_stopped)
        outgoing = SmsMessage(
            id=message.id,
            phone=message.channel_user,
            text=text,
            callback=self._settings.callback,
        )
        judged, wait = await self._gateway.send(outgoing)
        return self._sent(judged, wait, parts, now)

    def _sent(self, judged: Judged, wait: timedelta | None, parts: int, now: datetime) -> Sent:
        reason = f"{judged.grade.value} {judged.code}".strip()[:120]
        outcome = _OUTCOMES[judged.grade]
        if judged.grade is Grade.LOGGED:
            reason = LOG_ONLY
        if judged.grade in _STOPS:
            wait = max(wait or STOPPED_FOR, STOPPED_FOR)
            self._stopped_until, self._why_stopped = now + wait, reason
            logger.error("sms stops for a while", extra={"reason": reason, "until": now + wait})
        # Unclear ones are paid for too: the figures must not be too low.
        paid = parts if outcome in (Outcome.ACCEPTED, Outcome.UNKNOWN) else 0
        logger.info("sms", extra={"outcome": outcome.value, "parts": parts, "code": judged.code})
        return Sent(
            outcome,
            judged.provider_id or None,
            wait,
            "" if judged.grade is Grade.ACCEPTED else reason,
            parts=paid,
            cost=paid * self._settings.price,
        )
