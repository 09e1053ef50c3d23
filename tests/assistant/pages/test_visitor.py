"""The role that was chosen on the first page holds on the others: an owner is led to no desk of the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Planning

DESK = ('href="/consultations"', 'href="/reviews"')


def test_an_owner_is_shown_no_desk_on_any_page(planning: Planning) -> None:
    planning.client.get("/?role=owner")
    for address in ("/", "/plan/new", "/cases", "/entries/case-p-01", "/practice"):
        page = planning.client.get(address).text
        assert not any(link in page for link in DESK), address
    assert "困りごとを、そのままお書きください" in planning.client.get("/").text


def test_a_coordinator_is_led_back_to_the_desk(planning: Planning) -> None:
    planning.client.get("/?role=owner")
    planning.client.get("/?role=co")
    assert all(link in planning.client.get("/plan/new").text for link in DESK)


def test_a_role_nobody_has_is_no_role(planning: Planning) -> None:
    for cookie in ("chief", "owner" * 500, "%00"):
        found = planning.client.get("/plan/new", headers={"cookie": f"role={cookie}"})
        assert found.status_code == 200 and all(link in found.text for link in DESK)
