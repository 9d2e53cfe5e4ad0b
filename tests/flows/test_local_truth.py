"""What a province and a commune set for themselves reaches the citizen, with its layer named."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.app.brain import Brain, build_brain, build_console
from bot.config import Settings
from bot.kernel.clock import StillClock
from bot.kernel.errors import DataError
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.changes import a_card, an_end
from bot.knowledge.overlay_files import Overlay
from bot.knowledge.overlays import check_overlays, lay_over
from tests.cards import a_card as card
from tests.chatting import Chat

NAME_ONLY = "1.000280"
ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 25)
PROVINCE, COMMUNE = re.findall(
    r"```yaml\n(.*?)```", (ROOT / "docs/overlays.md").read_text(encoding="utf-8"), re.DOTALL
)
FEE_AGAIN = """\
  - code: "2.000635"
    basis: Nghị quyết 97/2026/NQ-HĐND tỉnh Mẫu
    fee: [{kind: amount, amount: 9000, per: bản}]
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The national data with the example of the documentation laid beside it."""
    root = tmp_path_factory.mktemp("data")
    for path in (ROOT / "procedures_data").iterdir():
        if path.name != "overlays":
            (root / path.name).symlink_to(path)
    folder = root / "overlays" / "mau"
    folder.mkdir(parents=True)
    (folder / "province.yaml").write_text(PROVINCE, encoding="utf-8")
    (folder / "xa-mau.yaml").write_text(COMMUNE, encoding="utf-8")
    return root


def settle(data: Path, place: str, day: date = TODAY) -> Brain:
    """Open the centre of a place."""
    return build_brain(Settings(procedures=data, centre={"overlay": place}), day)


@pytest.fixture(scope="module")
def village(data: Path) -> Brain:
    return settle(data, "mau/xa-mau")


@pytest.fixture
def villager(village: Brain) -> Chat:
    clock = StillClock(datetime(2026, 11, 25, 2, 0, tzinfo=UTC))
    return Chat(build_console(village, clock))


async def test_the_provinces_fee_is_said_with_its_resolution(villager: Chat):
    heard = await villager.says("lệ phí xin bản sao trích lục khai sinh")
    assert "8.000 đồng/bản" in heard
    assert "Theo quy định của tỉnh Mẫu: Nghị quyết 98/2026/NQ-HĐND tỉnh Mẫu." in heard
    assert "Nộp trực tuyến: miễn phí (theo Nghị quyết 99/2026/NQ-HĐND tỉnh Mẫu)" in heard


async def test_the_communes_shorter_limit_wins(villager: Chat):
    heard = await villager.says("xin giấy độc thân mất bao lâu")
    assert "2 ngày làm việc" in heard
    assert "Theo quy định của xã Mẫu: Quyết định 15/QĐ-UBND xã Mẫu." in heard


async def test_the_counter_of_the_field_is_told(villager: Chat):
    assert "Tại xã Mẫu: Quầy 2." in await villager.says("đăng ký kết hôn nộp ở đâu")


async def test_the_list_of_what_is_free_online_can_be_asked_for(villager: Chat):
    heard = await villager.says("thủ tục nào nộp trực tuyến miễn phí vậy")
    assert "Tỉnh Mẫu miễn phí 2 thủ tục khi nộp trực tuyến" in heard
    assert "Giấy xác nhận tình trạng hôn nhân" in await villager.says("2")


async def test_without_a_list_the_assistant_says_that_it_has_none(chat: Chat):
    assert "chưa có danh sách thủ tục miễn phí" in await chat.says("thu tuc nao mien phi")


async def test_own_hotline_and_saturday_hours(villager: Chat):
    assert "0229 000 0000" in await villager.says("gặp cán bộ")
    assert "07:30–11:00" in await villager.says("mấy giờ mở cửa")


async def test_a_procedure_that_exists_only_here_is_found(villager: Chat):
    heard = await villager.says("nhận thiệp mừng em bé ở đâu")
    assert "9.000001" in heard
    assert "Thông báo 3/TB-UBND xã Mẫu" in heard


def test_after_its_last_day_a_local_fact_is_gone(data: Path, brain: Brain):
    card = settle(data, "mau", date(2028, 1, 1)).knowledge.procedures["1.004873"]
    assert card.fee == brain.knowledge.procedures["1.004873"].fee
    assert card.local == ()


def test_the_commune_alone_knows_its_counter_and_the_province_does_not(data: Path):
    assert settle(data, "mau").knowledge.procedures["1.000894"].local == ()


def test_all_overlays_are_checked(data: Path, brain: Brain):
    assert len(check_overlays(data, brain.knowledge, TODAY)) == 2


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (PROVINCE.replace("1.004873", "1.999999"), "there is no procedure 1.999999"),
        (PROVINCE.replace("kind: province", "kind: commune"), "kind must be 'province'"),
        (PROVINCE.replace("checked:", "cheked:"), "cheked"),
        (PROVINCE.replace("    basis: Nghị quyết 98/2026/NQ-HĐND tỉnh Mẫu\n", ""), "basis"),
        (PROVINCE.replace("2027-12-31", "2025-12-31"), "before valid_from"),
        (PROVINCE + "name: tỉnh Khác\n", "stands twice"),
        (PROVINCE.replace("1.004873", "1.999999"), "province.yaml:8: "),
        (PROVINCE + FEE_AGAIN, "two facts of 2.000635 apply on the same day"),
    ],
)
def test_a_wrong_overlay_is_refused_with_the_reason(
    tmp_path: Path, knowledge: KnowledgeBase, wrong: str, complaint: str
):
    folder = tmp_path / "overlays" / "mau"
    folder.mkdir(parents=True)
    (folder / "province.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(DataError) as refused:
        check_overlays(tmp_path, knowledge, TODAY)
    assert complaint in str(refused.value)


def test_a_free_list_with_a_procedure_that_is_over_is_refused(
    tmp_path: Path, knowledge: KnowledgeBase
):
    folder = tmp_path / "overlays" / "mau"
    folder.mkdir(parents=True)
    over = re.sub(r"(codes: \[)", r'\1"1.014063", ', PROVINCE, count=1)
    assert over != PROVINCE
    (folder / "province.yaml").write_text(over, encoding="utf-8")
    with pytest.raises(DataError, match=r"yaml:\d+: free_online names procedure 1\.014063"):
        check_overlays(tmp_path, knowledge, TODAY)


def test_what_is_published_or_taken_back_never_stops_a_place(data: Path):
    theirs = card("9.000001", name="Việc của nơi khác, cùng mã")
    settings = Settings(procedures=data, centre={"overlay": "mau/xa-mau"})
    brain = build_brain(settings, TODAY, (a_card("khac", theirs), an_end("1.004873", note="Hết.")))
    assert brain.knowledge.procedures["9.000001"].short == "Thiệp mừng em bé"
    assert brain.left_out == ("overlay xã Mẫu: 9.000001 exists already",)
    assert "khac" not in brain.knowledge.fields
    assert "9.000001" in brain.knowledge.fields["ho-tich"].codes


def test_a_local_fact_of_a_card_that_was_undone_is_left_out_and_named(tmp_path: Path, data: Path):
    root = tmp_path / "data"
    root.mkdir()
    for path in data.iterdir():
        if path.name != "overlays":
            (root / path.name).symlink_to(path.resolve())
    folder = root / "overlays" / "mau"
    folder.mkdir(parents=True)
    (folder / "province.yaml").write_text(PROVINCE.replace("2.000635", "3.900001"))
    settings = Settings(procedures=root, centre={"overlay": "mau"})
    there = build_brain(settings, TODAY, (a_card("khac", card("3.900001")),))
    assert there.knowledge.procedures["3.900001"].fee[0].amount == 8000
    assert there.left_out == ()
    undone = build_brain(settings, TODAY)
    assert undone.left_out == ("overlay tỉnh Mẫu: there is no procedure 3.900001",)
    assert undone.knowledge.procedures["1.004873"].local  # what fits still holds


def test_a_place_of_a_card_that_names_none_is_said(data: Path, brain: Brain):
    overlay = Overlay.model_validate(
        {
            "name": "xã Mẫu", "kind": "commune", "checked": "2026-11-20",
            "facts": [{"code": NAME_ONLY, "basis": "Thông báo 4", "where": "Nhà văn hóa thôn 3"}],
        }
    )  # fmt: skip
    bare = brain.knowledge.procedures[NAME_ONLY].model_copy(update={"submit": None})
    knowledge = replace(brain.knowledge, procedures={**brain.knowledge.procedures, NAME_ONLY: bare})
    (fact,) = lay_over(knowledge, [overlay], TODAY).knowledge.procedures[NAME_ONLY].local
    assert fact.says == "Nhà văn hóa thôn 3"


@pytest.fixture
def knowledge(brain: Brain) -> KnowledgeBase:
    return brain.knowledge
