"""Letters: what waits, filling in, approving, declining, looking at them again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.kernel.audit import COMMAND_LINE, Actor
from bot.kernel.clock import Clock
from bot.kernel.errors import LetterError
from bot.kernel.receipts import read_receipt_code
from bot.services.letters import filling, rules
from bot.services.letters.aftercare import PROMISED_BEFORE, Aftercare
from bot.services.letters.codes import Codes
from bot.services.letters.delivering import (
    OPEN_FOR,
    digest_of,
    letter_notices,
    new_token,
    reader_roles,
)
from bot.services.letters.editing import Templates
from bot.services.letters.model import Finished, Kind, Letter, State, Texts
from bot.services.letters.ports import Ports
from bot.services.letters.store import Decision, LetterStore, write_decision_deed
from bot.services.letters.templates import fill, sms_of, template_of

_TAKEN = "Người khác vừa xử lý thư này. Trang đã tải lại, xin xem kết quả."
_OVERTAKEN = "Hồ sơ đã xong hoặc đã có hẹn mới, thư này không còn đúng. Hãy bấm «Không gửi»."
_UNFIT = "Thủ tục hoặc trạng thái của hồ sơ không có loại thư này."
_NOT_YET = "Hồ sơ chưa quá hẹn. Biết trước sẽ chậm thì chọn «Xin lỗi, biết trước sẽ chậm»."
_PAST = "Hồ sơ đã quá hẹn, hoặc chưa có hẹn trả. Đã quá hẹn thì chọn «Xin lỗi, đã quá hẹn»."
BY_HAND = (Kind.THANKS, Kind.APOLOGY_MISTAKE, Kind.APOLOGY_BEFORE, Kind.APOLOGY_AFTER)
_LONGEST_REASON = 500


class Letters:
    """The letters of one commune."""

    def __init__(
        self,
        store: LetterStore,
        templates: Templates,
        codes: Codes,
        ports: Ports,
        clock: Clock,
    ) -> None:
        self._store = store
        self._templates = templates
        self._codes = codes
        self._ports = ports
        self._clock = clock
        self.aftercare = Aftercare(store, codes, ports, clock)

    @property
    def templates(self) -> Templates:
        """Return the templates."""
        return self._templates

    async def waiting(self, start: int = 0, most: int = 200) -> list[Letter]:
        """Return a page of the drafts, the oldest first, those about delays last."""
        return await self._store.listing([State.DRAFTED], start, most)

    async def count_waiting(self) -> int:
        """Return how many drafts wait."""
        return await self._store.count(State.DRAFTED)

    async def decided(self, start: int = 0, most: int = 50) -> list[Letter]:
        """Return what was decided, the latest first."""
        states = [state for state in State if state is not State.DRAFTED]
        return await self._store.listing(states, start, most)

    async def get(self, number: int) -> Letter | None:
        """Return a letter."""
        return await self._store.get(number)

    async def dossiers_of(self, letters: Collection[int]) -> Mapping[int, int]:
        """Return the number of the dossier that each letter is about."""
        return await self._store.dossiers_of(letters) if letters else {}

    async def about(self, dossier: int) -> Sequence[int]:
        """Return the numbers of the letters about a dossier."""
        return await self._store.about(dossier)

    async def suggested(self, letter: Letter) -> dict[str, str]:
        """Return what stands in its form: what was filled in, and what is known."""
        return filling.suggested(letter, self._ports.place(), self._ports.rules())

    def needs_leader(self, letter: Letter) -> bool:
        """Say whether only a leader may approve it."""
        return rules.needs_leader(letter.kind, letter.about.again)

    async def start(self, actor: Actor, code: str, kind: Kind) -> Letter:
        """Begin a letter that an officer wants.

        Raises:
            LetterError: there is no such dossier, or it may have no such letter.
        """
        read = read_receipt_code(code[:200])
        about = await self._store.dossiers.about(read.key) if read else None
        if about is None:
            raise LetterError({"ma": "Không có hồ sơ nào mang mã này."})
        wanted = kind in BY_HAND
        if not wanted or not rules.may_write(self._codes, kind, about.procedure_code, about.status):
            raise LetterError({"loai": _UNFIT})
        now, calendar = self._clock.now(), self._ports.place().calendar
        if rules.is_overtaken(kind, about, now, calendar, begun=True):
            raise LetterError({"loai": _NOT_YET if kind is Kind.APOLOGY_AFTER else _PAST})
        known = await self._store.known([about.id])
        number = about.again if filling.keeps_promise(kind) else 0
        if kind is Kind.APOLOGY_MISTAKE:
            number = sum(1 for _, name, _ in known if name == kind.value)
        await self._store.draft([(about, kind, number, ())], now)
        letter = await self._store.find(about.id, kind, number)
        if letter is None or letter.state is not State.DRAFTED:
            raise LetterError({"loai": "Hồ sơ này đã có thư như vậy."})
        # Filled in from the start: the timed work leaves it to the officer who began it.
        return await self.fill_in(letter, await self.suggested(letter))

    async def fill_in(self, letter: Letter, given: Mapping[str, str]) -> Letter:
        """Keep what was typed so far, for the preview.

        Raises:
            LetterError: somebody else was faster.
        """
        if letter.state is not State.DRAFTED or not await self._store.fill(letter, given):
            raise LetterError({"": _TAKEN})
        return replace(letter, values=dict(given), version=letter.version + 1)

    async def finished(self, letter: Letter) -> Finished:
        """Return a letter as it is, or would be with what is filled in so far.

        Raises:
            LetterError: something is missing.
        """
        if letter.template_version:
            kept = await self._templates.get(letter.template, letter.template_version)
            return fill(kept.texts, letter.values, kind=letter.kind)
        values = await self._values(letter, letter.values)
        template = await self._templates.get(template_of(letter.kind, values))
        return fill(template.texts, values, kind=letter.kind)

    async def sms(self, letter: Letter) -> str:
        """Return the SMS of a letter, "" when it has none.

        Raises:
            LetterError: it cannot be made short enough.
        """
        values = await self._values(letter, letter.values)
        version = letter.template_version
        name = letter.template if version else template_of(letter.kind, values)
        return sms_of((await self._templates.get(name, version)).texts, values)

    def sample(self, name: str, texts: Texts) -> tuple[Finished, str]:
        """Return a template's texts with invented values, and the SMS.

        Raises:
            LetterError: they cannot be filled in.
        """
        return self._templates.sample(name, texts, self._ports.place())

    async def approve(
        self, actor: Actor, letter: Letter, given: Mapping[str, str], *, leader: bool
    ) -> Letter:
        """Approve a draft: from here on it goes out, or is printed.

        Args:
            actor: who approves.
            letter: as it was shown.
            given: the form.
            leader: the officer may give a second new date.

        Raises:
            LetterError: what is wrong, by field; or somebody else was faster.
        """
        now = self._clock.now()
        self._check(letter, now)
        if self.needs_leader(letter) and not leader:
            raise LetterError(
                {"vi_sao_hen_lai": "Hồ sơ đã hẹn lại một lần. Chỉ phụ trách được hẹn thêm."}
            )
        problems = filling.problems_of(letter, given, self._ports.place(), now)
        if problems:
            raise LetterError(problems)
        return await self._send(actor, letter, given, "letters.approved", by_sms=True)

    async def send_by_itself(self, letter: Letter) -> Letter:
        """Let a congratulation leave; only to those who follow the dossier in a chat.

        Raises:
            LetterError: something is missing, or an officer was faster.
        """
        self._check(letter, self._clock.now())
        if not letter.kind.is_congratulation:
            raise LetterError({"": _UNFIT})
        given = await self.suggested(letter)
        return await self._send(COMMAND_LINE, letter, given, "letters.left", by_sms=False)

    async def decline(self, actor: Actor, letter: Letter, reason: str) -> None:
        """Say that a draft is not to be sent, and why.

        Raises:
            LetterError: no reason, or somebody else was faster.
        """
        reason = " ".join(reason.split())[:_LONGEST_REASON]
        if not reason:
            raise LetterError({"khong_gui": "Ghi vì sao không gửi."})
        if letter.state is not State.DRAFTED:
            raise LetterError({"": _TAKEN})
        decision = Decision(State.DECLINED, officer=actor.login, reason=reason)
        now = self._clock.now()
        async with self._store.begin() as connection:
            if not await self._store.decide(connection, letter, decision, {}, now):
                raise LetterError({"": _TAKEN})
            await write_decision_deed(connection, actor, "letters.declined", letter, now, reason)

    async def opened(self, token: str) -> Letter | None:
        """Return the letter behind a public address, while it is open."""
        if len(token) > 64:
            return None
        return await self._store.by_token(digest_of(token), self._clock.now())

    def _check(self, letter: Letter, now: datetime) -> None:
        about = letter.about
        if letter.state is not State.DRAFTED:
            raise LetterError({"": _TAKEN})
        if not rules.may_write(self._codes, letter.kind, about.procedure_code, about.status):
            overtaken = letter.kind.is_apology
            raise LetterError({"": _OVERTAKEN if overtaken else _UNFIT})
        calendar, begun = self._ports.place().calendar, bool(letter.values)
        if rules.is_overtaken(letter.kind, about, now, calendar, begun=begun):
            raise LetterError({"": _OVERTAKEN})

    async def _values(self, letter: Letter, given: Mapping[str, str]) -> dict[str, str]:
        place = self._ports.place()
        known = filling.suggested(replace(letter, values={}), place, self._ports.rules())
        return filling.values_of(letter, {**known, **given}, place, self._clock.now())

    async def _send(
        self, actor: Actor, letter: Letter, given: Mapping[str, str], action: str, *, by_sms: bool
    ) -> Letter:
        """Write the decision, the new promise and the notices in one transaction."""
        now, place = self._clock.now(), self._ports.place()
        values = await self._values(letter, given)
        template = await self._templates.get(template_of(letter.kind, values))
        fill(template.texts, values, kind=letter.kind)  # a missing value stops it here
        phone = await self._ports.phone_of(letter.about.code) if by_sms else ""
        promise = filling.new_promise(values, place) if filling.keeps_promise(letter.kind) else None
        if promise is not None and letter.about.promised is not None:
            values[PROMISED_BEFORE] = letter.about.promised.isoformat()
        token = new_token()
        async with self._store.begin() as connection:
            readers = await self._store.dossiers.readers(
                connection, letter.about.id, reader_roles(letter.kind), now
            )
            notices = letter_notices(
                letter,
                template.texts,
                values,
                readers=readers,
                phone=phone,
                address=self._ports.address(token),
                place=place,
                now=now,
            )
            reason = values.get("vi_sao_hen_lai") or values.get("vi_sao_gui") or ""
            decision = Decision(
                State.QUEUED if notices else State.APPROVED,
                template=template.name,
                template_version=template.version,
                officer="" if actor == COMMAND_LINE else actor.login,
                reason=reason,
                signed_document=values.get("so_van_ban", "")[:200],
                due_again=promise,
                token_digest=digest_of(token),
                token_until=now + OPEN_FOR,
            )
            if not await self._store.decide(connection, letter, decision, values, now):
                raise LetterError({"": _TAKEN})
            if promise is not None:
                await self._ports.promise(connection, letter.about.id, promise)
            await self._ports.writer.write(connection, notices, now)
            await write_decision_deed(
                connection, actor, action, letter, now, reason or values.get("ly_do", "")
            )
        done = await self._store.get(letter.id)
        assert done is not None  # noqa: S101  # written a moment ago
        return done
