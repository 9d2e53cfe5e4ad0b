"""From a life event or a field to a procedure, by taps or numbers only."""

from bot.core.turn import Turn
from bot.handlers import values
from bot.handlers.paging import page_of, read_page
from bot.kernel.messages import Choice
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.model import Status
from bot.services.procedures.menu import Menu

MAIN_EVENTS = 6  # as many as the first screen shows


class MenuHandlers:
    """Lists life events, fields and their procedures."""

    def __init__(self, knowledge: KnowledgeBase, menu: Menu) -> None:
        self._knowledge = knowledge
        self._menu = menu

    async def life(self, turn: Turn, arguments: list[str]) -> None:
        """Show the procedures of a life event, or the life events."""
        event = self._menu.life_event(arguments[0]) if arguments else None
        if event is None:
            await self._life_events(turn, arguments)
            return
        place = values.join(values.LIFE, event.id)
        turn.dialogue.visit(place)
        choices = [self._button(code) for code in event.codes]
        page = read_page(arguments[1]) if len(arguments) > 1 else 0
        in_english = turn.dialogue.language != "vi"
        intro = turn.voice("menu.life_event") if in_english else turn.voice.fill(event.intro)
        turn.tell(intro, self._with_ways_out(turn, page_of(turn, choices, page, place)))

    async def fields(self, turn: Turn, arguments: list[str]) -> None:
        """Show all fields, a page at a time."""
        turn.dialogue.visit(values.FIELDS)
        choices = [
            Choice(values.join(values.FIELD, field.slug), field.label)
            for field in self._menu.fields
            if field.slug in self._knowledge.fields
        ]
        support = self._menu.life_events[MAIN_EVENTS : MAIN_EVENTS + 1]
        choices = [
            *(Choice(values.join(values.LIFE, event.id), event.label) for event in support),
            turn.choice(values.LIFE, "menu.by_life"),
            *choices,
        ]
        page = read_page(arguments[0]) if arguments else 0
        turn.say(
            "menu.fields",
            self._with_ways_out(turn, page_of(turn, choices, page, values.FIELDS)),
        )

    async def field(self, turn: Turn, arguments: list[str]) -> None:
        """Show the procedures of a field, a page at a time."""
        field = self._knowledge.fields.get(arguments[0]) if arguments else None
        if field is None:
            await self.fields(turn, [])
            return
        place = values.join(values.FIELD, field.slug)
        turn.dialogue.visit(place)
        cards = [self._knowledge.procedures[code] for code in field.codes]
        living = [card for card in cards if card.status is not Status.ENDED]
        choices = [self._button(card.code) for card in self._menu.by_use(living)]
        page = read_page(arguments[1]) if len(arguments) > 1 else 0
        turn.say(
            "menu.field",
            self._with_ways_out(turn, page_of(turn, choices, page, place)),
            field=self._menu.field_label(field.slug),
        )

    async def _life_events(self, turn: Turn, arguments: list[str]) -> None:
        turn.dialogue.visit(values.LIFE)
        choices = [
            Choice(values.join(values.LIFE, event.id), event.label)
            for event in self._menu.life_events
        ]
        choices.append(turn.choice(values.FIELDS, "common.other_matter"))
        page = read_page(arguments[0]) if arguments else 0
        turn.say("menu.life_events", page_of(turn, choices, page, values.LIFE))

    async def rest(self, turn: Turn, _arguments: list[str]) -> None:
        """Show the choices that easy mode had no room for."""
        left = turn.dialogue.rest
        if left:
            turn.dialogue.rest = ()
            turn.say("menu.rest", left)
        else:
            await self._life_events(turn, [])

    def _button(self, code: str) -> Choice:
        return Choice(values.join(values.PROCEDURE, code), self._knowledge.procedures[code].short)

    def _with_ways_out(self, turn: Turn, choices: list[Choice]) -> list[Choice]:
        if turn.dialogue.easy:
            return choices
        return [
            *choices,
            turn.choice(values.BACK, "common.back"),
            turn.choice(values.PERSON, "common.person"),
        ]
