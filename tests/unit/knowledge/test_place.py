"""Local rules from above: what ends soon, what holds today."""

import datetime as dt

from bot.knowledge.overlay_files import Overlay
from bot.knowledge.place import ending_soon, free_online, in_force

TODAY = dt.date(2026, 11, 25)


def overlay(name: str, **more: object) -> Overlay:
    base = {"name": name, "kind": "province", "checked": TODAY}
    return Overlay.model_validate({**base, **more})


def facts(code: str, **days: str) -> dict[str, object]:
    return {"code": code, "basis": "Nghị quyết 1", "notes": ["x"], **days}


def test_what_ends_within_two_months_is_told_the_nearest_first():
    place = overlay(
        "tỉnh Mẫu",
        facts=[
            facts("1.000001", valid_to="2027-01-24"),
            facts("1.000002", valid_to="2026-11-25"),
            facts("1.000003", valid_to="2027-01-25"),
            facts("1.000004", valid_to="2026-11-24"),
            facts("1.000005"),
        ],
        free_online={"basis": "B", "codes": ["1.000001"], "valid_to": "2026-12-31"},
    )
    assert [each.code for each in ending_soon([place], TODAY)] == ["1.000002", "", "1.000001"]


def test_what_holds_today():
    place = overlay(
        "tỉnh Mẫu",
        facts=[
            facts("1.000001", valid_from="2026-11-26"),
            facts("1.000002", valid_to="2026-11-25"),
            facts("1.000003", valid_to="2026-11-24"),
        ],
    )
    assert [each.code for each in in_force(place, TODAY)] == ["1.000002"]


def test_the_nearer_place_wins_with_its_list():
    lists = {"basis": "B", "codes": ["1.000001"]}
    province = overlay("tỉnh Mẫu", free_online=lists)
    commune = overlay("xã Mẫu", free_online=lists)
    over = overlay("xã Cũ", free_online={**lists, "valid_to": "2026-01-01"})
    found = free_online([province, commune, over], TODAY)
    assert found is not None
    assert found[0].name == "xã Mẫu"
    assert free_online([over], TODAY) is None
