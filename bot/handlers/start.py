"""First contact: who speaks, what it can do, privacy, and the way in."""

from bot.core.turn import EASY_CHOICES, Turn, Verdict
from bot.handlers import values
from bot.handlers.procedures.menu import MAIN_EVENTS
from bot.kernel.conversations import Consent
from bot.kernel.messages import Choice
from bot.knowledge.reading import Act, Behavior, Reading
from bot.services.centre.model import Centre
from bot.services.procedures.menu import Menu

PRIVACY_VERSION = "2026-11"


class StartHandlers:
    """Greets, explains, records consent, changes language and easy mode."""

    def __init__(
        self,
        centre: Centre,
        menu: Menu,
        procedure_count: int,
        *,
        dossiers: bool = False,
        queue: bool = False,
    ) -> None:
        self._centre = centre
        self._menu = menu
        self._count = procedure_count
        self._dossiers = dossiers  # whether this centre can show them
        self._queue = queue  # whether it gives numbers and places here

    async def start(self, turn: Turn, _arguments: list[str]) -> None:
        """Greet, show the ways in, and tell about privacy until that is settled."""
        state = turn.dialogue
        state.end_step()
        state.welcomed = True
        state.visit(values.MENU)
        turn.say("start.greeting", self._ways_in(turn), centre=self._centre.name, count=self._count)
        if not state.consent and not state.easy:
            self._tell_privacy(turn)

    async def menu(self, turn: Turn, _arguments: list[str]) -> None:
        """Show the ways in."""
        turn.dialogue.welcomed = True
        self._show_ways_in(turn)

    async def greet_in_passing(self, turn: Turn, reading: Reading) -> None:
        """Return a greeting; a first one gets the whole welcome."""
        if turn.dialogue.welcomed:
            self._show_ways_in(turn)
        else:
            await self.start(turn, [])

    def introduce(self, turn: Turn) -> None:
        """Say who speaks before the first answer to somebody who began with a question."""
        if not turn.dialogue.welcomed:
            turn.dialogue.welcomed = True
            turn.say("start.in_passing", centre=self._centre.name)

    async def privacy(self, turn: Turn, _arguments: list[str]) -> None:
        """Show the privacy text."""
        self._tell_privacy(turn)

    async def consent(self, turn: Turn, arguments: list[str]) -> None:
        """Record the answer to the privacy text."""
        agreed = arguments[:1] == ["yes"]
        turn.dialogue.consent = PRIVACY_VERSION if agreed else "no"
        turn.consents.append(Consent(PRIVACY_VERSION, agreed))
        turn.say("privacy.agreed" if agreed else "privacy.declined")
        self._show_ways_in(turn)

    async def forget(self, turn: Turn, arguments: list[str]) -> None:
        """Ask once, then forget everything this conversation remembers."""
        if arguments[:1] != ["yes"]:
            turn.say(
                "privacy.forget_ask",
                [
                    turn.choice(values.join(values.FORGET, "yes"), "privacy.forget_yes"),
                    turn.choice(values.MENU, "privacy.forget_no"),
                ],
            )
            return
        state = turn.dialogue
        turn.consents.append(Consent(PRIVACY_VERSION, agreed=False))
        fresh = type(state)(language=state.language, welcomed=True, consent="no")
        turn.dialogue = fresh
        turn.forget = True
        turn.say("privacy.forgotten")
        self._show_ways_in(turn)

    async def stop(self, turn: Turn, ended: int = 0) -> None:
        """Confirm that nothing is sent unasked, and offer to forget.

        Args:
            turn: of somebody who wants to hear nothing more.
            ended: how many dossiers are no longer followed.
        """
        turn.consents.append(Consent(PRIVACY_VERSION, agreed=False))
        turn.dialogue.consent = "no"
        turn.say(
            "privacy.stopped_following" if ended else "privacy.stopped",
            [
                turn.choice(values.FORGET, "privacy.forget_button"),
                turn.choice(values.MENU, "common.to_menu"),
            ],
            count=ended,
        )

    def resume(self, turn: Turn) -> None:
        """Take back an earlier "stop": what is asked for may be sent again."""
        turn.consents.append(Consent(PRIVACY_VERSION, agreed=True))
        turn.dialogue.consent = PRIVACY_VERSION
        turn.verdict = Verdict(Behavior.OTHER)
        turn.say("privacy.resumed", [turn.choice(values.MENU, "common.to_menu")])

    async def help(self, turn: Turn, _arguments: list[str]) -> None:
        """Explain what can be said, in a few lines."""
        text = turn.voice("start.help")
        if self._dossiers:
            text += "\n" + turn.voice("dossier.help")
        if self._queue:
            text += "\n" + turn.voice("queue.help")
        turn.tell(text, self._ways_in(turn))

    async def easy(self, turn: Turn, arguments: list[str]) -> None:
        """Switch easy mode on or off."""
        turn.dialogue.easy = arguments[:1] != ["off"]
        turn.say("start.easy_on" if turn.dialogue.easy else "start.easy_off", self._ways_in(turn))

    async def language(self, turn: Turn, arguments: list[str]) -> None:
        """Change the language of the conversation (cards stay Vietnamese)."""
        turn.dialogue.language = "en" if arguments[:1] == ["en"] else "vi"
        turn.say("start.language_changed", self._ways_in(turn))

    async def restart(self, turn: Turn, _arguments: list[str]) -> None:
        """Begin again: forget the topics, keep language, address and consent."""
        state = turn.dialogue
        state.end_step()
        state.context = type(state.context)()
        state.trail.clear()
        state.misses = 0
        self._show_ways_in(turn)

    async def exit(self, turn: Turn, _arguments: list[str]) -> None:
        """Leave whatever was going on and say good-bye."""
        await self._rest(turn)
        turn.say("start.goodbye", [turn.choice(values.MENU, "common.to_menu")])

    async def _rest(self, turn: Turn) -> None:
        turn.dialogue.end_step()
        turn.dialogue.context = type(turn.dialogue.context)()
        turn.dialogue.trail.clear()

    def _tell_privacy(self, turn: Turn) -> None:
        turn.say(
            "privacy.text",
            [
                turn.choice(values.join(values.CONSENT, "yes"), "privacy.yes"),
                turn.choice(values.join(values.CONSENT, "no"), "privacy.no"),
            ],
        )

    def _show_ways_in(self, turn: Turn) -> None:
        turn.verdict = Verdict(Behavior.OTHER)
        turn.dialogue.visit(values.MENU)
        turn.say("start.what_do_you_need", self._ways_in(turn))

    def _ways_in(self, turn: Turn) -> list[Choice]:
        person = turn.choice(values.PERSON, "common.person")
        other = turn.choice(values.FIELDS, "common.other_matter")
        dossier = turn.choice(values.DOSSIER, "dossier.look")
        if turn.dialogue.easy:
            life = turn.choice(values.LIFE, "start.choose_matter")
            hours = turn.choice(values.HOURS, "start.hours_button")
            return [life, dossier if self._dossiers else hours, person][:EASY_CHOICES]
        events = [
            Choice(values.join(values.LIFE, event.id), event.label)
            for event in self._menu.life_events[:MAIN_EVENTS]
        ]
        services = [dossier] if self._dossiers else []
        if self._queue:
            services.append(turn.choice(values.BOOK, "queue.menu"))
        return [*events, *services, other, person]


ACT_VALUES = {
    Act.HELP: values.HELP,
    Act.ABILITIES: values.HELP,
    Act.MENU: values.MENU,
    Act.FREE_ONLINE: values.FREE,
    Act.RESTART: values.RESTART,
    Act.EXIT: values.EXIT,
    Act.BACK: values.BACK,
    Act.PERSON: values.PERSON,
    Act.OPENING_HOURS: values.HOURS,
    Act.CONTACT: values.PERSON,
    Act.PRIVACY: values.PRIVACY,
    Act.EASY_ON: values.join(values.EASY, "on"),
    Act.EASY_OFF: values.join(values.EASY, "off"),
    Act.LANGUAGE_EN: values.join(values.LANGUAGE, "en"),
    Act.LANGUAGE_VI: values.join(values.LANGUAGE, "vi"),
}
