"""The commands that a refusal offers: to each person only those they may use."""

from bot.cards import navigation
from bot.errors import Refusal, SeveralRefusals
from bot.texts import texts
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

CHINESE = texts("zh-CN")


class TwoOffers(Refusal, key="refused-not-yours", offers=("queue", "vehicles")):
    """A refusal with two offers, one of them for staff."""


class StaffOffer(Refusal, key="refused-not-yours", offers=("queue",)):
    """A refusal with an offer for staff only."""


def offered(refusal: Refusal, *allowed: str) -> list[str]:
    card = navigation.refusal(refusal, CHINESE, allowed)
    return [button.label for row in card.rows for button in row]


def test_only_allowed_commands_are_offered_else_the_menu() -> None:
    queue, vehicles, menu = (CHINESE.plain(f"go-{command}") for command in ("queue", "vehicles", "menu"))
    assert offered(TwoOffers(), "queue", "vehicles", "menu") == [queue, vehicles]
    assert offered(TwoOffers(), "vehicles", "menu") == [vehicles]
    assert offered(SeveralRefusals([TwoOffers(), StaffOffer()]), "vehicles", "menu") == [vehicles]
    assert offered(StaffOffer(), "vehicles", "menu") == [menu]


def test_staff_with_work_are_offered_the_inbox(app: AppDriver, reviewer: Actor, admin: Actor) -> None:
    for member in (reviewer, admin):
        member.says("/block 9999")
        member.sees("没有")
        assert "待办" in member.labels()


def test_station_staff_without_registration_are_not_offered_commands_of_motorists(app: AppDriver) -> None:
    station = cast.reviewer(app, "检验站小吴", (StaffRole.STATION,))
    cast.car(app, cast.owner(app))
    for line in ("/papers", "/papers 99", "/issue 桂A99999 2027-11", "/issue 桂A12345 2099-10"):
        station.says(line)
        assert not {"我的机动车", "交通违法", "待办"} & set(station.labels()), line
