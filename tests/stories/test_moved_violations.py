"""An import moves a record to the right plate: both owners are told, and nobody reads what is another's."""

from typing import NamedTuple

import pytest
from sqlmodel import Session, select

from bot.services.importing import violations as violation_import
from bot.services.importing.rows import ImportContext
from bot.services.importing.violations import ViolationRow
from storage.objections import Objection, ObjectionState
from storage.violations.decisions import Decision
from storage.violations.violations import Violation
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen

RECORD = {
    "number": "4501000000000009",
    "plate_type": "02",
    "occurred_at": "2026-11-20T10:00:00+08:00",
    "place": "南宁市民族大道",
    "act_code": "1625",
    "act": "闯红灯",
    "fine_yuan": "200",
    "points": "6",
    "authority_code": "450100",
}
NOT_YOURS = "记在 桂A·12345 名下的一条违法不属于您"


class Owners(NamedTuple):
    """The owner whose car has the record by mistake, and the right one."""

    wrong: Citizen
    right: Citizen


@pytest.fixture
def owners(app: AppDriver) -> Owners:
    wrong, right = cast.owner(app), cast.third(app)
    cast.car(app, wrong)
    cast.car(app, right, "桂B54321", "B654321", vin="LSVAM4187C2184842")
    imported(app, plate="桂A12345")
    app.later(hours=24)
    assert wrong.has_seen("民族大道")
    return Owners(wrong, right)


def imported(app: AppDriver, *, silently: bool = False, **cells: str) -> None:
    def action(session: Session) -> None:
        row = ViolationRow.read({"provision": "", "basis": "", "photo": "", **RECORD, **cells}, today=app.now.date())
        violation_import.put(session, row, ImportContext(app.now, silently=silently))

    app.write(action)
    app.settle()


def moved(app: AppDriver, *, silently: bool = False) -> None:
    imported(app, silently=silently, plate="桂B54321", place="南宁市秘密路一号")
    app.later(hours=24)


def contested(app: AppDriver, wrong: Citizen) -> None:
    begin_objection(wrong)
    wrong.taps("提交异议")
    wrong.sees("#1001", "已提交")


def begin_objection(wrong: Citizen) -> None:
    wrong.says("/violations")
    wrong.taps("桂A·12345")
    wrong.taps("1")
    wrong.taps("提出异议")
    wrong.says("这不是我的车，请核对车牌。")


def test_both_owners_are_told_once(app: AppDriver, owners: Owners) -> None:
    moved(app)
    owners.right.sees("桂B·54321", "秘密路一号")
    owners.wrong.sees(NOT_YOURS)
    told = len(owners.wrong.messages()), len(owners.right.messages())
    moved(app)
    assert (len(owners.wrong.messages()), len(owners.right.messages())) == told
    assert not owners.wrong.has_seen("秘密路一号")


def test_a_record_that_comes_back_is_told_again(app: AppDriver, owners: Owners) -> None:
    moved(app)
    imported(app, plate="桂A12345", place="南宁市东葛路")
    app.later(hours=24)
    owners.wrong.sees("桂A·12345", "东葛路")
    owners.right.sees("记在 桂B·54321 名下的一条违法不属于您")


def test_an_import_that_tells_nobody_ends_the_objection_all_the_same(app: AppDriver, owners: Owners) -> None:
    contested(app, owners.wrong)
    moved(app, silently=True)
    assert not owners.wrong.has_seen("不属于您")
    assert not owners.right.has_seen("桂B·54321")
    (objection,) = app.read(lambda session: session.exec(select(Objection)).all())
    assert objection.state is ObjectionState.WITHDRAWN


def test_the_objection_ends_and_its_card_shows_nothing_of_another(app: AppDriver, owners: Owners) -> None:
    contested(app, owners.wrong)
    moved(app)
    owners.wrong.sees("您的异议 #1001 已结束", "不属于您")
    assert not owners.wrong.has_seen(NOT_YOURS)
    owners.wrong.taps("异议 #1001")
    (card,) = [each for each in owners.wrong.messages() if "已结束：经核对" in each.get("text", "")][:1]
    assert "请核对车牌" in card["text"]
    assert not owners.wrong.has_seen("54321")
    assert not owners.wrong.has_seen("秘密路")
    assert "看这条违法" not in owners.wrong.labels()
    reviewer = cast.greeted(cast.reviewer(app))
    reviewer.says("/objections")
    reviewer.sees("没有等待答复的异议")
    owners.right.says("/violations")
    owners.right.taps("桂B·54321")
    owners.right.taps("1")
    assert "提出异议" in owners.right.labels()


def test_an_objection_that_is_being_written_is_not_made(app: AppDriver, owners: Owners) -> None:
    begin_objection(owners.wrong)
    moved(app)
    owners.wrong.taps("提交异议")
    assert owners.wrong.has_seen("不能提出异议")
    assert not owners.wrong.has_seen("秘密路")
    assert app.read(lambda session: session.exec(select(Objection)).all()) == []


def test_a_selection_that_waits_for_the_code_is_not_decided(app: AppDriver, owners: Owners) -> None:
    violation_steps.up_to_code(owners.wrong)
    code = violation_steps.code_of(owners.wrong)
    moved(app)
    owners.wrong.says(code)
    assert app.read(lambda session: session.exec(select(Decision)).all()) == []
    assert not owners.wrong.has_seen("秘密路")


def test_what_was_not_told_yet_is_not_told_of_another_car(app: AppDriver) -> None:
    wrong = cast.owner(app)
    cast.greeted(wrong)
    cast.car(app, wrong)
    cast.car(app, cast.third(app), "桂B54321", "B654321", vin="LSVAM4187C2184842")
    app.later(hours=13)  # At night.
    imported(app, plate="桂A12345")
    moved(app)
    assert not wrong.has_seen("民族大道")
    assert not wrong.has_seen("秘密路")
    assert not wrong.has_seen("不属于您")
    assert app.read(lambda session: len(session.exec(select(Violation)).all())) == 1
