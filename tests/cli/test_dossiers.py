"""Exported files as an operator brings them."""

from pathlib import Path

from tests.cli.here import motcua_here as motcua

CSV = (
    "DANH SÁCH HỒ SƠ\nMã hồ sơ,Thủ tục,Người nộp,Ngày nhận,Trạng thái\n"
    "H26.15.3-261120-0012,Đăng ký khai sinh,Lò Thị Mai,20/11/2026 09:15,Đang xử lý\n"
    "H26.15.3-261120-0013,Đăng ký khai sinh,Lò Thị Mai,20/11/2016,Ngâm dấm\n"
)


def test_a_file_is_looked_at_and_then_written(tmp_path: Path):
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    looked = motcua(tmp_path, "dossiers", "import", "a.csv")
    assert looked.returncode == 0, looked.stderr
    assert "dòng 3\tH26.15.3-261120-0012\tmới" in looked.stdout
    assert "chưa biết là trạng thái nào" in looked.stdout
    assert "Chưa ghi gì" in looked.stdout
    assert "Mai" not in looked.stdout
    assert "1 mới" in motcua(tmp_path, "dossiers", "import", "a.csv", "--write").stdout
    assert "1 không đổi" in motcua(tmp_path, "dossiers", "import", "a.csv", "--write").stdout


def test_a_bad_file_is_one_clear_line(tmp_path: Path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    done = motcua(tmp_path, "dossiers", "import", "a.xlsx", "--write")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert motcua(tmp_path, "dossiers", "import", "none.csv").returncode == 1
