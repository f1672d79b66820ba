"""The next inspection as a calendar file: for owner and filer, in both languages, replaced by a later one."""

from typing import Any

from tests.services.test_icalendar import values
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import DUE, VALID, car, file, show_live


def received(app: AppDriver, person: Actor) -> dict[str, str]:
    """Return the event in the file that a person has received last."""
    message: dict[str, Any] = person.messages()[-1]
    assert message["document"]["file_name"] == "inspection.ics"
    content: bytes = app.wait(app.client.get(f"/world/files/{message['document']['file_id']}")).content
    return values(content)


def test_the_certificate_page_says_how_many_days_are_left_and_sends_the_day(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner, **DUE)
    show_live(owner)
    owner.sees("下一次：免检年份", "最晚 2027年1月31日", "还有 67 天")
    owner.taps("加入日历")
    assert "桂A·12345" in owner.messages()[-1]["caption"]
    event = received(app, owner)
    assert (event["DTSTART"], event["SUMMARY"]) == ("20270131", "桂A·12345 检验标志：最晚今天申请")
    assert "还有" not in event["DESCRIPTION"], "the file outlives the day"
    owner.says("/vehicles")
    owner.taps("桂A·12345")
    assert "申请新的检验标志" in owner.labels()


def test_a_later_file_replaces_the_event_when_the_day_has_changed(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner, **DUE)
    show_live(owner)
    owner.taps("加入日历")
    first = received(app, owner)
    owner.taps("申请新的检验标志")
    owner.taps("我已了解，申请")
    app.later(minutes=5)
    show_live(owner)
    owner.taps("加入日历")
    second = received(app, owner)
    assert (first["UID"], first["DTSTART"] < second["DTSTART"]) == (second["UID"], True)
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"])
    assert vehicle.id.hex not in first["UID"].replace("-", "")


def test_a_filer_takes_it_from_the_vehicle_in_english(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    vehicle = car(app, owner, **{**VALID, "is_van": True})
    file(app, driver, vehicle)
    driver.says("/language")
    driver.taps("English")
    driver.says("/vehicles")
    driver.taps(next(label for label in driver.labels() if "12345" in label))
    driver.sees("Next: an inspection", "South inspection station", "days left")
    driver.taps("Add to calendar")
    event = received(app, driver)
    assert event["SUMMARY"] == "桂A·12345: last day for the inspection"
    assert event["LOCATION"] == "1200 Yinhai Avenue, Liangqing District, Shifan"


def test_a_filer_reads_that_the_owner_applies(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    file(app, driver, car(app, owner, **DUE))
    show_live(driver)
    driver.sees("由车主申请", "还有 67 天")
    driver.taps("加入日历")
    assert "由车主申请" in received(app, driver)["DESCRIPTION"]


def test_a_day_that_has_passed_is_not_put_into_a_calendar(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner, **DUE)
    owner.says("/vehicles")
    owner.taps(next(label for label in owner.labels() if "12345" in label))
    app.later(days=70)
    owner.taps("加入日历")
    owner.sees("最后一天 2027年1月31日 已经过了")
    owner.says("/vehicles")
    owner.taps(next(label for label in owner.labels() if "12345" in label))
    assert "加入日历" not in owner.labels()


def test_a_vehicle_that_nobody_inspects_any_more_has_no_day(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner, **DUE)
    owner.says("/vehicles")
    owner.taps(next(label for label in owner.labels() if "12345" in label))
    app.write(lambda session: setattr(session.get_one(type(vehicle), vehicle.id), "state", "scrapped"))
    owner.taps("加入日历")
    owner.sees("没有下次检验的日期")
