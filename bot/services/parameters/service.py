"""Values that officers change on screen: the present ones, and changing them."""

import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.kernel.audit import Actor
from bot.kernel.clock import Clock
from bot.kernel.errors import ParameterError
from bot.kernel.parameters import Parameter, Values, defaults, read, written
from bot.services.parameters.model import Change, Kept, Setting
from bot.services.parameters.store import ParameterStore

logger = logging.getLogger(__name__)

LONGEST_REASON = 500
_HISTORY = 50


class Parameters:
    """Knows every declared parameter and its value of this moment.

    ``values`` is a snapshot in memory, so rules may ask as often as they like; ``refresh`` makes
    it follow the database and is called by the timetable in every process.
    """

    def __init__(self, declared: Sequence[Parameter], store: ParameterStore, clock: Clock) -> None:
        self._declared = {parameter.key: parameter for parameter in declared}
        if len(self._declared) != len(declared):
            raise ValueError("a parameter is declared twice")
        self._store = store
        self._clock = clock
        self._version = 0
        self._values: Values = MappingProxyType(defaults(tuple(declared)))

    def values(self) -> Values:
        """Return the values that hold now: every declared key is there, of its kind's type."""
        return self._values

    async def refresh(self) -> bool:
        """Read the values again if any of them changed; return whether one did."""
        version = await self._store.version()
        if version == self._version:
            return False
        self._take(await self._store.values())
        self._version = version
        return True

    async def settings(self) -> list[Setting]:
        """Return all parameters with values and latest changes, in the order of declaration."""
        kept, latest = await self._store.values(), await self._store.latest()
        return [
            _setting(parameter, kept.get(key), latest.get(key))
            for key, parameter in self._declared.items()
        ]

    async def setting(self, key: str) -> Setting | None:
        """Return one parameter, None when there is no such key."""
        return next((s for s in await self.settings() if s.parameter.key == key), None)

    async def change(
        self, actor: Actor, key: str, value: str, reason: str, *, seen: int | None = None
    ) -> bool:
        """Change a value; it holds here at once and in other processes seconds later.

        Args:
            actor: who changes it; the right was checked before.
            key: of the parameter.
            value: as typed.
            reason: why; obligatory.
            seen: version of the setting that the officer looked at; None: whatever it is.

        Returns:
            False when it has that value already and nothing was written.

        Raises:
            ParameterError: refused; the message is for the officer.
        """
        setting = await self.setting(key)
        if setting is None:
            raise ParameterError("Không có cài đặt này.", "")
        new = written(read(setting.parameter, value))
        reason = " ".join(reason.split())
        if not reason:
            raise ParameterError("Chưa ghi lý do.", "reason")
        if len(reason) > LONGEST_REASON:
            raise ParameterError(f"Lý do dài nhất {LONGEST_REASON} ký tự.", "reason")
        if seen is not None and seen != setting.version:
            raise ParameterError(_MEANWHILE, "")
        former = written(setting.value)
        if new == former:
            return False
        change = Change(
            key=key,
            former=former,
            value=new,
            officer=actor.login,
            at=self._clock.now(),
            reason=reason,
        )
        if not await self._store.change(actor, change, setting.version):
            raise ParameterError(_MEANWHILE, "")
        await self.refresh()
        return True

    async def history(self, key: str) -> list[Change]:
        """Return the changes of a value, the latest first, at most fifty."""
        return await self._store.history(key, _HISTORY)

    def _take(self, kept: Mapping[str, Kept]) -> None:
        # A key that another version of the program declared is left alone.
        self._values = MappingProxyType(
            {
                key: _setting(parameter, kept.get(key), None).value
                for key, parameter in self._declared.items()
            }
        )


_MEANWHILE = "Người khác vừa đổi giá trị này. Xem lại rồi hãy lưu."


def _setting(parameter: Parameter, kept: Kept | None, last: Change | None) -> Setting:
    value = parameter.default
    if kept is not None:
        try:
            value = read(parameter, kept.value)
        except ParameterError:
            # The bounds became narrower than what an office had set.
            logger.error("a kept value is refused, the default holds", extra={"key": parameter.key})
    version = kept.version if kept else 0
    return Setting(parameter=parameter, value=value, version=version, last=last)
