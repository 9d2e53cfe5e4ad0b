"""The places of the console, and in which groups the navigation shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.services.officers.model import Right
from bot.web.officer import paths

_ON_A_PHONE = 4  # places in its one row; the rest is behind «Mục khác»


class Group(StrEnum):
    """How often a place is needed: every hour, or now and then."""

    DAILY = ""
    CONTENT = "Nội dung"
    HOUSE = "Quản lý"
    OWN = "Của tôi"


@dataclass(frozen=True, slots=True)
class Section:
    """A place of the console in the navigation.

    Attributes:
        key: with Alt it leads there.
        short: its name where there is little room; "" means its label.
    """

    path: str
    label: str
    icon: str
    right: Right
    key: str
    group: Group = Group.DAILY
    short: str = ""


SECTIONS = (
    Section(paths.HOME, "Việc cần làm", "todo", Right.CONSOLE, "1", short="Việc"),
    Section(paths.COUNTER, "Quầy", "bell", Right.QUEUE_WORK, "q"),
    Section(paths.DOSSIERS, "Hồ sơ", "list", Right.DOSSIERS, "h"),
    Section(paths.READY, "Báo kết quả", "done", Right.DOSSIERS, "b", short="Kết quả"),
    Section(paths.NOTICES, "Tin báo", "send", Right.DOSSIERS, "i"),
    Section(paths.LETTERS, "Thư", "mail", Right.LETTERS, "v"),
    Section(paths.KNOWLEDGE, "Kho thủ tục", "book", Right.KNOWLEDGE_READ, "2", Group.CONTENT),
    Section(paths.QUESTIONS, "Câu hỏi", "chat", Right.KNOWLEDGE_DRAFT, "5", Group.CONTENT),
    Section(paths.PRINTS, "In ấn", "print", Right.KNOWLEDGE_READ, "6", Group.CONTENT),
    Section(paths.PLACE, "Địa phương", "pin", Right.KNOWLEDGE_READ, "7", Group.CONTENT),
    Section(paths.HALL, "Phòng chờ", "door", Right.QUEUE_ARRANGE, "p", Group.HOUSE),
    Section(paths.RATINGS, "Đánh giá", "chat", Right.QUEUE_ARRANGE, "g", Group.HOUSE),
    Section(paths.IMPORTS, "Nhập hồ sơ", "share", Right.DOSSIERS_TAKE_IN, "8", Group.HOUSE),
    Section(paths.OFFICERS, "Cán bộ", "people", Right.OFFICERS, "3", Group.HOUSE),
    Section(paths.PARAMETERS, "Cài đặt", "dial", Right.CONSOLE, "t", Group.HOUSE),
    Section(paths.KEYS, "Khóa API", "key", Right.API_KEYS, "k", Group.HOUSE),
    Section(paths.AUDIT, "Nhật ký", "log", Right.AUDIT, "4", Group.HOUSE),
    Section(paths.ACCOUNT, "Tài khoản", "person", Right.CONSOLE, "9", Group.OWN),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """The navigation of one page for one officer.

    Attributes:
        here: the address of the section that the page belongs to.
        daily: always in sight at a desk.
        groups: opened when needed.
        own: the officer's own place.
        first: in the row of a phone.
        behind: what a phone shows on demand, in groups.
    """

    here: str
    daily: tuple[Section, ...] = ()
    groups: tuple[tuple[Group, tuple[Section, ...]], ...] = ()
    own: tuple[Section, ...] = ()

    @property
    def first(self) -> tuple[Section, ...]:
        """Return what stands in the row of a phone."""
        return self.daily[:_ON_A_PHONE]

    @property
    def behind(self) -> tuple[tuple[Group, tuple[Section, ...]], ...]:
        """Return what a phone shows on demand, in groups."""
        rest = self.daily[_ON_A_PHONE:]
        return ((Group.DAILY, rest), *self.groups) if rest else self.groups

    def holds_here(self, sections: tuple[Section, ...]) -> bool:
        """Say whether the page belongs to one of some sections."""
        return any(section.path == self.here for section in sections)


def menu_of(path: str, may: Callable[[Right], bool]) -> Menu:
    """Return the navigation.

    Args:
        path: of the page.
        may: says whether the officer has a right.
    """
    allowed = [section for section in SECTIONS if may(section.right)]

    def of(group: Group) -> tuple[Section, ...]:
        return tuple(section for section in allowed if section.group is group)

    named = [(group, of(group)) for group in (Group.CONTENT, Group.HOUSE)]
    return Menu(
        section_of(path),
        of(Group.DAILY),
        tuple((group, sections) for group, sections in named if sections),
        of(Group.OWN),
    )


def section_of(path: str) -> str:
    """Return the section a page belongs to; all addresses begin like the first section's."""
    for section in SECTIONS:
        if path == section.path:
            return section.path
        if section.path != paths.HOME and path.startswith(f"{section.path}/"):
            return section.path
    return ""
