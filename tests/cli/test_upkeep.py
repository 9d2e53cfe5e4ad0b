"""Upkeep of the knowledge base as an operator types it."""

import os
from pathlib import Path

import pytest

from tests.cards import BIRTH, a_workbook, json_lines
from tests.cli.here import motcua_here as motcua

PORT = {
    "code": "3.900001", "name": "Thủ tục công bố đóng cảng cá thử nghiệm", "field": "Thủy sản",
    "level": ["xa"], "snapshot": "2026-07-18",
}  # fmt: skip
HEAD = ("STT", "Tên thủ tục hành chính", "Mã TTHC")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "quoc-gia.jsonl"
    path.write_bytes(json_lines(PORT))
    return path


def test_an_import_is_a_draft_until_it_is_published_and_can_be_undone(
    tmp_path: Path, records: Path
):
    drafted = motcua(tmp_path, "knowledge", "import", str(records), "--by", "Lan")
    assert drafted.returncode == 0, drafted.stderr
    assert "+ 3.900001 Công bố đóng cảng cá thử nghiệm (chỉ có tên)" in drafted.stdout
    assert "Đợt 1 · bản nháp · Nhập quoc-gia.jsonl · 1 thay đổi · soạn: Lan" in drafted.stdout
    assert "3.900001" not in motcua(tmp_path, "knowledge", "list").stdout
    assert "+ 3.900001" in motcua(tmp_path, "knowledge", "diff", "1").stdout

    assert "đã công bố" in motcua(tmp_path, "knowledge", "publish", "1", "--by", "Hoa").stdout
    assert "3.900001\tname-only\t" in motcua(tmp_path, "knowledge", "list").stdout
    asked = motcua(tmp_path, "ask", "3.900001 là gì")
    assert "đóng cảng cá" in asked.stdout

    again = motcua(tmp_path, "knowledge", "import", str(records))
    assert again.returncode == 0
    assert "không có gì mới; không tạo đợt thay đổi" in again.stdout

    undone = motcua(tmp_path, "knowledge", "undo", "1", "--by", "Hoa", "--reason", "nhầm")
    assert "lý do: nhầm" in undone.stdout
    assert "3.900001" not in motcua(tmp_path, "knowledge", "list").stdout
    listed = motcua(tmp_path, "knowledge", "sets").stdout
    assert listed.startswith("Đợt 1 · đã hoàn tác")
    twice = motcua(tmp_path, "knowledge", "undo", "1")
    assert twice.returncode == 1
    assert twice.stderr.strip() == "motcua: đợt 1 đã hoàn tác, không hoàn tác được nữa"


def test_looking_creates_no_database(tmp_path: Path, records: Path):
    assert "+ 3.900001" in motcua(tmp_path, "knowledge", "diff", str(records)).stdout
    assert motcua(tmp_path, "knowledge", "list").returncode == 0
    assert motcua(tmp_path, "ask", "khai sinh").returncode == 0
    assert "Chưa có" in motcua(tmp_path, "knowledge", "sets").stdout
    assert motcua(tmp_path, "knowledge", "undo", "1").returncode == 1
    assert motcua(tmp_path, "knowledge", "diff", "1").returncode == 1
    assert not (tmp_path / "var").exists()


def test_a_posted_list_with_slipped_codes_is_placed_by_name_and_counted(tmp_path: Path):
    posted = tmp_path / "niem-yet.xlsx"
    posted.write_bytes(
        a_workbook(
            ("DANH MỤC",),
            HEAD,
            (1, "Thủ tục đăng ký khai sinh", "1.000894.H13"),
            (2, "Một thủ tục không ai biết", "1.999999"),
        )
    )
    done = motcua(tmp_path, "knowledge", "import", str(posted), "--publish")
    assert "ghi mã 1.000894.H13, đúng là 1.001193" in done.stdout
    assert "dòng 4: «Một thủ tục không ai biết» – mã và tên đều chưa có" in done.stdout
    assert "= danh sách niêm yết: 1 thủ tục" in done.stdout
    stats = motcua(tmp_path, "knowledge", "stats", "--posted", str(posted)).stdout
    assert "1/2 (50%)" in stats
    assert "1/1 (100%)" in stats  # the list that was brought in


def test_a_bad_file_changes_nothing_even_beside_a_good_one(tmp_path: Path, records: Path):
    broken = tmp_path / "hong.jsonl"
    broken.write_text(f'{{"code": "{BIRTH}", "name": "x"}}\n{{"code": \n', encoding="utf-8")
    done = motcua(tmp_path, "knowledge", "import", str(records), str(broken), "--publish")
    assert done.returncode == 1
    assert done.stderr.startswith("motcua: hong.jsonl:2: mỗi dòng phải là một đối tượng JSON")
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "var").exists()


def test_missing_files_and_wrong_usage(tmp_path: Path):
    missing = motcua(tmp_path, "knowledge", "import", "khong-co.xlsx")
    assert missing.returncode == 1
    assert len(missing.stderr.strip().splitlines()) == 1
    assert motcua(tmp_path, "knowledge", "import").returncode == 2
    assert motcua(tmp_path, "knowledge", "publish", "một").returncode == 2


def test_stale_cards_are_listed_by_age(tmp_path: Path):
    done = motcua(tmp_path, "knowledge", "stale", "--months", "240")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1].endswith("thẻ cần kiểm tra lại.")


def test_odd_numbers_names_and_files_get_one_line(tmp_path: Path, records: Path):
    drafted = motcua(tmp_path, "knowledge", "import", str(records), "--by", "Lan\nĐợt 9")
    assert "soạn: Lan Đợt 9" in drafted.stdout
    for verb in ("diff", "publish", "undo"):
        far = motcua(tmp_path, "knowledge", verb, "99999999999999999999")
        assert far.returncode == 1
        assert far.stderr.startswith("motcua: không có đợt thay đổi số 9999")
    assert motcua(tmp_path, "knowledge", "publish", "1", "--by", " ").returncode == 2
    assert motcua(tmp_path, "knowledge", "stale", "--months", "100000").returncode == 2
    pipe = tmp_path / "ong.csv"
    os.mkfifo(pipe)
    refused = motcua(tmp_path, "knowledge", "import", str(pipe))
    assert refused.stderr.strip().endswith("không phải tệp")


def test_a_file_name_of_strange_bytes_is_kept_as_it_can_be_shown(tmp_path: Path):
    path = tmp_path / os.fsdecode(b"\xff.xlsx")
    path.write_bytes(a_workbook(HEAD, (1, "Đăng ký khai sinh", BIRTH)))
    done = motcua(tmp_path, "knowledge", "import", str(path))
    assert done.returncode == 0, done.stderr
    assert "Nhập ?.xlsx" in done.stdout
