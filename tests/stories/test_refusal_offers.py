"""The ways out that a refusal offers: to each person only what is his."""

from typing import ClassVar

from bot.cards import navigation
from bot.errors import Refusal, Several
from bot.texts import texts
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import Town

CHINESE = texts("zh-CN")


class Shut(Refusal):
    """A reason with two ways out, one of them for staff."""

    key = "refused-not-yours"
    offers: ClassVar[tuple[str, ...]] = ("queue", "vehicles")


class Locked(Shut):
    """A reason with a way out for staff alone."""

    offers = ("queue",)


def offered(refusal: Refusal, *allowed: str) -> list[str]:
    card = navigation.refusal(refusal, CHINESE, allowed)
    return [press.label for row in card.rows for press in row]


def test_of_the_ways_out_those_are_offered_that_one_may_go() -> None:
    queue, vehicles, menu = (CHINESE.plain(f"go-{command}") for command in ("queue", "vehicles", "menu"))
    assert offered(Shut(), "queue", "vehicles", "menu") == [queue, vehicles]
    assert offered(Shut(), "vehicles", "menu") == [vehicles]
    assert offered(Several([Shut(), Locked()]), "vehicles", "menu") == [vehicles]
    assert offered(Locked(), "vehicles", "menu") == [menu]


def test_who_reviews_is_offered_the_queue_and_an_admin_the_menu(town: Town, zhou: Actor, chen: Actor) -> None:
    for member in (zhou, chen):
        member.says("/block 9999")
        member.sees("没有")
    assert "待审件" in zhou.labels()
    assert chen.labels() == ["菜单"]
    chen.taps("菜单")
    assert "待审件" not in chen.labels()


def test_a_station_without_an_account_of_its_own_is_not_sent_to_own_cars(town: Town) -> None:
    station = cast.reviewer(town, "检验站小吴", (StaffRole.STATION,))
    cast.car(town, cast.owner(town))
    for line in ("/papers", "/papers 99", "/issue 桂A99999 2027-11", "/issue 桂A12345 2099-10"):
        station.says(line)
        assert not {"我的机动车", "交通违法", "待审件"} & set(station.labels()), line
