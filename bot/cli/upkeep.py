"""``motcua knowledge import|diff|sets|publish|undo|stale``: upkeep of the knowledge base."""

import asyncio
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app.upkeep import has_database, load_effective, open_upkeep
from bot.config import Settings, read_settings
from bot.kernel.calendar_vn import HANOI, today
from bot.kernel.clock import SystemClock
from bot.kernel.errors import ConfigError, UpkeepError
from bot.kernel.vietnamese import clean
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.changes import ChangeKind
from bot.knowledge.describing import describe
from bot.knowledge.importing.field_names import load_field_names
from bot.knowledge.importing.limits import MAX_FILE
from bot.knowledge.importing.proposal import Proposal
from bot.knowledge.journal import replay
from bot.knowledge.stale import CHECK_AGAIN_AFTER, find_stale, load_laws
from bot.services.upkeep.intake import Examined, examine
from bot.services.upkeep.model import ChangeSet, Draft, OpenedSet, SetState
from bot.services.upkeep.rules import state_name
from bot.services.upkeep.service import Upkeep

_OPERATOR = "dòng lệnh"
_KINDS = {
    ChangeKind.CARD: "thẻ",
    ChangeKind.PHRASE: "cách hỏi",
    ChangeKind.END: "thủ tục hết hiệu lực",
    ChangeKind.LIST: "danh sách niêm yết",
}


def _who(name: str) -> str:
    """Return a name on one line; nobody acts without one."""
    name = " ".join(clean(name).split())
    if not name:
        raise typer.BadParameter("phải ghi tên người làm")
    return name


By = Annotated[str, typer.Option("--by", help="tên người làm, ghi vào nhật ký", callback=_who)]
Number = Annotated[int, typer.Argument(help="số của đợt thay đổi", min=1)]


def import_files(
    files: Annotated[list[Path], typer.Argument(help="JSONL, Excel, CSV hoặc Word")],
    publish: Annotated[bool, typer.Option("--publish", help="công bố luôn")] = False,
    by: By = _OPERATOR,
    list_only: Annotated[
        bool, typer.Option("--list-only", help="chỉ lấy danh sách niêm yết, không thêm thẻ")
    ] = False,
) -> None:
    """Nhập tệp vào kho: in khác biệt, giữ thành bản nháp; --publish thì công bố luôn."""
    settings = read_settings()
    shipped, base = load_effective(settings)
    # All files are read before anything is written: a bad one changes nothing.
    origins = [(path, read_bytes(path)) for path in files]
    drafts: list[Draft] = []
    for path, data in origins:
        examined = _examine(settings, base, path, data, list_only=list_only)
        show_proposal(base, examined.proposal)
        if examined.draft.changes:
            base = replay(base, examined.draft.changes).knowledge
            drafts.append(examined.draft)
    if drafts:
        asyncio.run(_keep(settings, shipped, drafts, by, publish=publish))


def diff(
    what: Annotated[str, typer.Argument(help="tệp, hoặc số của một đợt thay đổi")],
    list_only: Annotated[bool, typer.Option("--list-only")] = False,
) -> None:
    """So một tệp với kho mà không ghi gì, hoặc xem một đợt thay đổi."""
    settings = read_settings()
    shipped, base = load_effective(settings)
    path = Path(what)
    if what.isdecimal() and not path.exists():
        _need_database(settings)
        opened = asyncio.run(_opened(settings, shipped, int(what)))
        _show_set(base, opened)
        return
    examined = _examine(settings, base, path, read_bytes(path), list_only=list_only)
    show_proposal(base, examined.proposal)


def sets() -> None:
    """Liệt kê các đợt thay đổi, mới nhất trước."""
    settings = read_settings()
    heads: list[ChangeSet] = []
    if has_database(settings):
        shipped, _ = load_effective(settings)
        heads = asyncio.run(_heads(settings, shipped))
    for head in heads:
        print(_head_line(head))
    if not heads:
        print("Chưa có đợt thay đổi nào.")


def publish(
    number: Number,
    by: By = _OPERATOR,
    over_newer: Annotated[
        bool, typer.Option("--over-newer", help="dù đã công bố danh sách mới hơn")
    ] = False,
) -> None:
    """Công bố một đợt thay đổi; công bố rồi thì thôi."""
    settings = read_settings()
    _need_database(settings)
    shipped, _ = load_effective(settings)

    async def work() -> ChangeSet:
        async with open_upkeep(settings, shipped) as upkeep:
            return await _published(upkeep, number, by, over_newer=over_newer)

    print(_head_line(asyncio.run(work())))


def undo(
    number: Number,
    by: By = _OPERATOR,
    reason: Annotated[str, typer.Option("--reason", help="lý do")] = "hoàn tác bằng dòng lệnh",
) -> None:
    """Hoàn tác một đợt đã công bố; các đợt sau vẫn giữ."""
    settings = read_settings()
    _need_database(settings)
    shipped, _ = load_effective(settings)

    async def work() -> ChangeSet:
        async with open_upkeep(settings, shipped) as upkeep:
            return await upkeep.undo(number, by=by, reason=reason)

    print(_head_line(asyncio.run(work())))


def stale(
    months: Annotated[
        int,
        typer.Option("--months", help="quá bao nhiêu tháng thì phải kiểm tra lại", min=1, max=1200),
    ] = CHECK_AGAIN_AFTER,
) -> None:
    """Liệt kê thẻ cần kiểm tra lại: nguồn cũ, hết hiệu lực, luật đã thay."""
    settings = read_settings()
    _, base = load_effective(settings)
    laws = load_laws(Path(settings.procedures))
    found = find_stale(base.procedures.values(), laws, today(SystemClock()), months)
    for reason in found:
        print(f"{reason.code}\t{reason.kind}\t{reason.says}\t{reason.short}")
    print(f"{len({reason.code for reason in found})} thẻ cần kiểm tra lại.")


def show_proposal(base: KnowledgeBase, proposal: Proposal) -> None:
    """Print what bringing in a file would change, and what could not be placed."""
    for line in describe(base, proposal.changes):
        print(f"{line.mark} {line.code} {line.says}".replace("  ", " "))
    for remark in proposal.report():
        print(f"! {remark}")
    kinds = Counter(change.kind for change in proposal.changes)
    counted = ", ".join(f"{count} {_KINDS[kind]}" for kind, count in kinds.items()) or "không"
    print(
        f"{proposal.name}: đọc {proposal.read} dòng, kho đã có {proposal.known}, "
        f"mã lệch {len(proposal.slips)}, thẻ khác hồ sơ {len(proposal.differences)}, "
        f"chưa xếp được {len(proposal.unplaced)}; thay đổi: {counted}."
    )
    if not proposal.changes:
        print(f"{proposal.name}: không có gì mới; không tạo đợt thay đổi.")


def _show_set(base: KnowledgeBase, opened: OpenedSet) -> None:
    print(_head_line(opened.head))
    for line in describe(base, opened.changes):
        print(f"{line.mark} {line.code} {line.says}".replace("  ", " "))
    for remark in opened.head.report:
        print(f"! {remark}")


def _examine(
    settings: Settings, base: KnowledgeBase, path: Path, data: bytes, *, list_only: bool
) -> Examined:
    fields = load_field_names(Path(settings.procedures))
    return examine(base, fields, today(SystemClock()), path.name, data, list_only=list_only)


async def _keep(
    settings: Settings, shipped: KnowledgeBase, drafts: list[Draft], by: str, *, publish: bool
) -> None:
    async with open_upkeep(settings, shipped) as upkeep:
        for draft in drafts:
            head = await upkeep.same_as(draft) or await upkeep.propose(draft, by=by)
            if publish:
                head = await _published(upkeep, head.number, by)
            print(_head_line(head))
            if not publish:
                print(f"Công bố: motcua knowledge publish {head.number}")


async def _published(
    upkeep: Upkeep, number: int, by: str, *, over_newer: bool = False
) -> ChangeSet:
    """Publish a set; what somebody published at the same moment is published as well."""
    try:
        return await upkeep.publish(number, by=by, alone=True, over_newer=over_newer)
    except UpkeepError:
        head = (await upkeep.get_set(number)).head
        if head.state is not SetState.PUBLISHED:
            raise
        return head


async def _heads(settings: Settings, shipped: KnowledgeBase) -> list[ChangeSet]:
    async with open_upkeep(settings, shipped) as upkeep:
        return await upkeep.list_sets()


async def _opened(settings: Settings, shipped: KnowledgeBase, number: int) -> OpenedSet:
    async with open_upkeep(settings, shipped) as upkeep:
        return await upkeep.get_set(number)


def _need_database(settings: Settings) -> None:
    if not has_database(settings):
        raise UpkeepError("chưa có đợt thay đổi nào")


def _head_line(head: ChangeSet) -> str:
    parts = [
        f"Đợt {head.number}",
        state_name(head.state),
        head.title,
        f"{head.size} thay đổi",
        f"soạn: {head.author}, {_when(head.created_at)}",
    ]
    if head.decided_at is not None:
        parts.append(f"quyết định: {head.reviewer}, {_when(head.decided_at)}")
    if head.undone_at is not None:
        parts.append(f"hoàn tác: {head.undone_by}, {_when(head.undone_at)}")
    if head.reason:
        parts.append(f"lý do: {head.reason}")
    return " · ".join(parts)


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(HANOI):%H:%M %d/%m/%Y}"


def read_bytes(path: Path) -> bytes:
    """Return the content of a file.

    Raises:
        ConfigError: it cannot be opened, or it is too large.
    """
    try:
        if not path.is_dir() and path.exists() and not path.is_file():
            raise ConfigError(f"{path}: không phải tệp")  # a pipe or a device never ends
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise ConfigError(f"{path}: tệp lớn hơn {MAX_FILE // 1024 // 1024} MB")
        return data
    except OSError as error:
        raise ConfigError(f"{path}: không mở được tệp: {error.strerror or error}") from error
