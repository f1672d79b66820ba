"""The reminders before a mark ends: found by housekeeping, told once to everybody whom it concerns."""

from typing import Any

from bot.services.certificates import certificates
from bot.services.rules import setting
from bot.services.rules.names import RuleName
from storage.certificates.certificates import Certificate
from storage.register.vehicles import Vehicle
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import Town
from tests.stories.certificate_steps import DUE, car, certificate, file


def days(town: Town, count: int) -> None:
    """So many days, with the house kept on each."""
    for _ in range(count):
        town.later(days=1)
        town.keep_house()


def told(person: Actor, words: str) -> int:
    return sum(words in message.get("text", "") for message in person.messages())


def issue(town: Town, vehicle: Vehicle) -> Certificate:
    """The certificate a car has from the register, without anybody having looked at it."""
    town.write(lambda session: certificates.on_vehicle_changed(session, session.get_one(Vehicle, vehicle.id), town.now))
    town.settle()
    return certificate(town, vehicle)


def test_every_day_of_reminding_is_told_once_to_an_owner_who_never_looked(town: Town) -> None:
    owner = cast.owner(town)
    issue(town, car(town, owner, inspection_valid_until="2027-03"))
    days(town, 125)
    assert told(owner, "2027年3月 到期") == 4


def test_reminders_say_how_to_renew_and_stop_with_the_renewal(town: Town) -> None:
    owner = cast.owner(town)
    issue(town, car(town, owner, **DUE))
    days(town, 39)
    owner.sees("2027年1月 到期", "免检年份")
    owner.taps("申请新的检验标志")
    owner.taps("我已了解，申请")
    owner.sees("2029年1月")
    days(town, 30)
    assert told(owner, "到期") == 0


def test_who_has_filed_the_car_hears_it_and_cannot_apply(town: Town) -> None:
    owner, driver = cast.owner(town), cast.driver(town)
    vehicle = car(town, owner, **DUE)
    file(town, driver, vehicle)
    issue(town, vehicle)
    days(town, 39)
    driver.sees("您备案的", "2027年1月 到期", "已提醒车主")
    assert driver.labels() == ["出示凭证"]
    assert told(owner, "请及时办理") == 1


def test_an_owner_who_is_no_user_is_told_by_text_message(town: Town) -> None:
    owner = cast.register_person(town, "赵铁柱", cast.id_number(9), "+8613800000009")
    issue(town, car(town, owner, **DUE))
    days(town, 39)
    assert [text for text in town.sms(owner.phone) if "到期" in text] == [
        "车主服务台：桂A·12345 的检验标志 2027年1月 到期，请及时办理。"
    ]


def test_the_administrator_is_reminded_of_the_organisations_car(town: Town) -> None:
    administrator = cast.owner(town)
    issue(town, car(town, cast.organisation(town, administrator=administrator), **DUE))
    days(town, 39)
    assert told(administrator, "2027年1月 到期") == 1


def test_a_desk_that_was_away_reminds_once_and_not_for_every_day_it_missed(town: Town) -> None:
    owner = cast.owner(town)
    issue(town, car(town, owner, **DUE))
    town.later(days=55)
    town.keep_house()
    town.keep_house()
    assert told(owner, "2027年1月 到期") == 1


def test_the_days_are_those_of_the_rule_in_force(town: Town) -> None:
    owner = cast.owner(town)
    issue(town, car(town, owner, **DUE))
    rule: Any = {"valid_from": town.now, "valid_until": None, "why": "fewer letters", "by": None, "now": town.now}
    town.write(lambda session: setting.put(session, RuleName.CERTIFICATE_REMINDER_DAYS, "", **rule))
    days(town, 40)
    assert told(owner, "到期") == 0
    rule |= {"valid_from": town.now, "now": town.now}
    town.write(lambda session: setting.put(session, RuleName.CERTIFICATE_REMINDER_DAYS, "20", **rule))
    days(town, 10)
    assert told(owner, "2027年1月 到期") == 1


def test_a_mark_that_was_taken_back_is_not_reminded_of(town: Town) -> None:
    owner = cast.owner(town)
    found = issue(town, car(town, owner, **DUE))
    town.write(
        lambda session: certificates.revoke(
            session, session.get_one(Certificate, found.id), by=owner.account.id, note="错发", now=town.now
        )
    )
    days(town, 70)
    assert told(owner, "到期") == 0
