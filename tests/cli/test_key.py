"""Keys of the API as an operator types them."""

from pathlib import Path

from tests.cli.here import motcua_here as motcua


def test_a_key_is_added_listed_and_revoked(tmp_path: Path):
    added = motcua(tmp_path, "key", "add", "mot-cua-tinh", "--scope", "dossiers:write",
                   "--scope", "reports")  # fmt: skip
    assert added.returncode == 0, added.stderr
    secret = added.stdout.strip()
    listed = motcua(tmp_path, "key", "list").stdout
    assert listed == f"1\tmot-cua-tinh\tactive\t{secret[:10]}\tdossiers:write,reports\t-\n"
    assert "Đã thu hồi khóa 1 của mot-cua-tinh." in motcua(tmp_path, "key", "revoke", "1").stdout
    assert "\trevoked\t" in motcua(tmp_path, "key", "list").stdout
    twice = motcua(tmp_path, "key", "revoke", "1")
    assert (twice.returncode, len(twice.stderr.splitlines())) == (1, 1)


def test_wrong_names_and_scopes_are_refused(tmp_path: Path):
    assert motcua(tmp_path, "key", "add", "mot-cua", "--scope", "everything").returncode == 2
    assert motcua(tmp_path, "key", "add", "mot-cua").returncode == 2
    assert motcua(tmp_path, "key", "add", "Một cửa", "--scope", "reports").returncode == 1
