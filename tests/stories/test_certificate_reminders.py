"""Reminders before a certificate expires, sent once to the owner and filed users."""

from datetime import date, timedelta
from typing import Any

from bot import callback_data
from bot.cards.certificates import applications
from bot.services.certificates import certificates, reminders
from bot.services.rules import setting
from bot.services.rules.names import RuleName
from storage.certificates.certificates import Certificate, active_of
from storage.register.vehicles import Vehicle
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import DUE, car, certificate, file


def days(app: AppDriver, count: int) -> None:
    """Let some days pass, with the job of the reminders on each: with every job of the house on the last.

    The others have nothing to do on the days before, and would take nine tenths of the time.
    """
    for _ in range(count - 1):
        app.now += timedelta(days=1)
        app.write(lambda session: reminders.remind(session, app.now))
        app.settle()
    app.later(days=1)
    app.run_housekeeping()


def rule_of(app: AppDriver) -> Any:
    """Return how a rule is set from now on."""
    return {"valid_from": app.now, "valid_until": None, "why": "fewer letters", "by": None, "now": app.now}


def count_messages(person: Actor, words: str) -> int:
    return sum(words in message.get("text", "") for message in person.messages())


def issue(app: AppDriver, vehicle: Vehicle) -> Certificate:
    """Issue the certificate of a vehicle without opening it."""
    app.write(lambda session: certificates.on_vehicle_changed(session, session.get_one(Vehicle, vehicle.id), app.now))
    app.settle()
    return certificate(app, vehicle)


def test_each_reminder_is_sent_once_to_an_owner_who_never_opened_the_certificate(app: AppDriver) -> None:
    owner = cast.owner(app)
    issue(app, car(app, owner, inspection_valid_until="2027-03"))
    days(app, 125)
    assert count_messages(owner, "2027年3月 到期") == 4


def test_reminders_explain_the_renewal_and_stop_with_it(app: AppDriver) -> None:
    owner = cast.owner(app)
    issue(app, car(app, owner, **DUE))
    days(app, 39)
    owner.sees("2027年1月 到期", "免检年份", "还有 28 天", "提供虚假信息")
    owner.taps("我已了解，申请")
    owner.sees("2029年1月")
    days(app, 30)
    assert count_messages(owner, "到期") == 0


def test_a_reminder_that_cannot_apply_leads_to_the_reasons(app: AppDriver) -> None:
    owner = cast.owner(app)
    issue(app, car(app, owner, **{**DUE, "tax_paid_until": None}))
    days(app, 39)
    assert "我已了解，申请" not in owner.labels()
    owner.taps("申请新的检验标志")
    owner.sees("车船税")


def test_a_reminder_before_the_window_opens_offers_no_application(app: AppDriver) -> None:
    owner = cast.owner(app)
    issue(app, car(app, owner, inspection_valid_until="2027-03", first_registered_on=date(2023, 3, 1)))
    app.write(lambda session: setting.set_value(session, RuleName.CERTIFICATE_REMINDER_DAYS, (95,), **rule_of(app)))
    days(app, 33)
    owner.sees("2027年3月 到期", "还有 95 天")
    assert owner.labels() == ["出示凭证", "加入日历"]


def test_terms_that_have_changed_since_the_reminder_are_shown_first(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = issue(app, car(app, owner, **DUE)).vehicle_id
    days(app, 39)
    older = applications.APPLY_NOW.on_pair("", vehicle, "2020-01")
    owner.forges(callback_data.encode(older, telegram_id=owner.id, revision=0))
    owner.sees("免检年份申请检验标志")
    found = app.read(lambda session: active_of(session, vehicle))
    assert (found.valid_until if found else "") == "2027-01"
    owner.taps("我已了解，申请")
    owner.sees("2029年1月")


def test_a_filed_user_is_reminded_and_cannot_apply(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    vehicle = car(app, owner, **DUE)
    file(app, driver, vehicle)
    issue(app, vehicle)
    days(app, 39)
    driver.sees("您备案的", "2027年1月 到期", "已提醒车主")
    assert driver.labels() == ["出示凭证", "加入日历"]
    assert count_messages(owner, "请及时办理") == 1


def test_an_owner_without_an_account_is_reminded_by_sms(app: AppDriver) -> None:
    owner = cast.register_person(app, "赵铁柱", cast.id_number(9), "+8613800000009")
    issue(app, car(app, owner, **DUE))
    days(app, 39)
    assert [text for text in app.sms(owner.phone) if "到期" in text] == [
        "【车主服务台】桂A·12345 的检验标志 2027年1月 到期，请及时办理。"
    ]


def test_the_administrator_is_reminded_of_the_organisations_vehicle(app: AppDriver) -> None:
    administrator = cast.owner(app)
    issue(app, car(app, cast.organisation(app, administrator=administrator), **DUE))
    days(app, 39)
    assert count_messages(administrator, "2027年1月 到期") == 1


def test_after_a_downtime_one_reminder_is_sent_instead_of_all_missed_ones(app: AppDriver) -> None:
    owner = cast.owner(app)
    issue(app, car(app, owner, **DUE))
    app.later(days=55)
    app.run_housekeeping()
    app.run_housekeeping()
    assert count_messages(owner, "2027年1月 到期") == 1


def test_the_reminder_days_follow_the_rule_in_force(app: AppDriver) -> None:
    owner = cast.owner(app)
    issue(app, car(app, owner, **DUE))
    rule = rule_of(app)
    app.write(lambda session: setting.set_value(session, RuleName.CERTIFICATE_REMINDER_DAYS, (), **rule))
    days(app, 40)
    assert count_messages(owner, "到期") == 0
    rule |= {"valid_from": app.now, "now": app.now}
    app.write(lambda session: setting.set_value(session, RuleName.CERTIFICATE_REMINDER_DAYS, (20,), **rule))
    days(app, 10)
    assert count_messages(owner, "2027年1月 到期") == 1


def test_a_revoked_certificate_is_not_reminded_of(app: AppDriver) -> None:
    owner = cast.owner(app)
    found = issue(app, car(app, owner, **DUE))
    app.write(
        lambda session: certificates.revoke(
            session, session.get_one(Certificate, found.id), by=owner.account.id, note="错发", now=app.now
        )
    )
    days(app, 70)
    assert count_messages(owner, "到期") == 0
