"""Objections and the look-up on the staff's page: the rights, refusals and records of the chat."""

import re

import pytest

from storage.audit import Action, AuditEntry
from storage.objections import Objection, ObjectionState
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.test_objections import SAID, open_record, photo
from tests.web.staff_browser import account_of, colleague, signed_in


def objected(app: AppDriver) -> Citizen:
    """Have a driver object to a record with one photo."""
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    open_record(driver)
    driver.taps("提出异议")
    driver.says(SAID)
    driver.sends_photo(photo())
    driver.taps("提交异议（照片 1 张）")
    return driver


def the_objection(app: AppDriver) -> Objection:
    """Return the only objection."""
    (found,) = app.read(lambda session: stored(session, Objection))
    assert isinstance(found, Objection)
    return found


def count(app: AppDriver, action: Action) -> int:
    """Return how often the audit has recorded this."""
    return [each.action for each in app.read(lambda session: stored(session, AuditEntry))].count(action)


def test_an_objection_is_answered_with_its_evidence_in_view(app: AppDriver) -> None:
    driver = objected(app)
    here = f"/staff/objections/{the_objection(app).id}"
    page = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    page.opens("/staff/inbox")
    page.sees(here)
    page.opens(here)
    page.sees(SAID, "当事人的照片 1", "李*国")
    assert page.asks("GET", f"{here}/photos/1") == 200
    assert page.answer.headers["content-type"] == "image/jpeg"
    for slot in ("2", "camera", "document"):
        assert page.asks("GET", f"{here}/photos/{slot}") == 404
    assert (count(app, Action.OBJECTION_SHOWN), count(app, Action.PHOTO_VIEWED)) == (1, 1)
    page.opens(here)
    assert page.sends(f"{here}/reject", words="不") == 409
    page.opens(here)
    assert page.sends(f"{here}/reject", words="抓拍清楚，越线属实，维持记录。") == 200
    assert the_objection(app).state is ObjectionState.REJECTED
    page.sees("这里没有要您决定的")
    app.settle()
    driver.sees("抓拍清楚")
    assert page.sends(f"{here}/uphold", words="再看一遍，撤销这条记录。") in (403, 409)


def test_the_longest_answer_is_taken_and_problems_lead_back_in_the_readers_language(app: AppDriver) -> None:
    objected(app)
    here, reviewer = f"/staff/objections/{the_objection(app).id}", colleague(app, "Ann", StaffRole.REVIEWER)
    page = signed_in(app, reviewer)
    reviewer.says("/language")
    reviewer.taps("English")
    page.opens(here)
    assert page.sends(f"{here}/reject", words="x") == 409
    page.sees("That did not work", "Please write 5 to 1,000 characters.", "Back")
    for refused in (("POST", f"{here}/reject"), ("GET", "/staff/nowhere"), ("GET", "/staff/look-up")):
        assert page.asks(*refused) in (403, 404)
        page.sees('href="/staff"')
    page.opens(here)
    assert page.sends(f"{here}/reject", words="\U00020000" * 1000) == 200
    assert the_objection(app).state is ObjectionState.REJECTED


def test_who_upholds_a_paid_one_has_seen_the_first_answer(app: AppDriver) -> None:
    objected(app)
    here = f"/staff/objections/{the_objection(app).id}"
    second = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    second.opens(here)
    other = colleague(app, "审核员小何", StaffRole.REVIEWER)
    first = app.read(lambda session: account_of(session, app, other.id))
    with app.database.transaction() as session:
        session.get_one(Objection, the_objection(app).id).first_by = first.id
    for act in ("uphold", "reject"):
        assert second.asks("POST", f"{here}/{act}", data={"csrf": second.csrf(), "stage": "", "words": SAID}) == 409
        second.sees("另一位审核员已认定成立")
        second.opens(here)
    assert second.sends(f"{here}/reject", stage=first.id.hex, words="抓拍清楚，越线属实。") == 200
    assert the_objection(app).state is ObjectionState.REJECTED


@pytest.mark.parametrize("whose", ["own", "no duty"])
def test_who_may_not_answer_sees_nothing_of_it(app: AppDriver, whose: str) -> None:
    driver = objected(app)
    here = f"/staff/objections/{the_objection(app).id}"
    reviewer = colleague(app, "审核员小周", StaffRole.REVIEWER if whose == "own" else StaffRole.CASHIER)
    if whose == "own":
        cast.employ(app, driver, StaffRole.REVIEWER)
        reviewer = driver
    page = signed_in(app, reviewer)
    page.opens("/staff/inbox")
    assert here not in page.page
    page.opens("/staff/browsers")
    token, refused = page.csrf(), 409 if whose == "own" else 403
    for method, path in (("GET", ""), ("GET", "/photos/1"), ("POST", "/uphold"), ("POST", "/reject")):
        data = {"csrf": token, "words": "维持这条记录。"} if method == "POST" else None
        assert page.asks(method, here + path, data=data) == refused
        assert SAID not in page.page
    assert the_objection(app).state is ObjectionState.OPEN


def test_officers_look_up_cars_and_people_and_admins_people(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    officer = signed_in(app, colleague(app, "民警小郑", StaffRole.OFFICER))
    officer.opens("/staff/look-up")
    assert officer.sends("/staff/look-up/vehicle", plate="桂a12345") == 200
    officer.sees("桂A·12345")
    assert "桂A" not in str(officer.answer.url)
    assert officer.sends("/staff/look-up/person", number=owner.id_number) == 200
    officer.sees("王*英")
    assert owner.id_number not in officer.page
    officer.opens("/staff/look-up")
    assert officer.sends("/staff/look-up/vehicle", plate="桂A99999") == 409
    admin = signed_in(app, colleague(app, "管理员小吴", StaffRole.ADMIN))
    admin.opens("/staff/look-up")
    assert "按车牌查车" not in admin.page
    assert admin.sends("/staff/look-up/vehicle", plate="桂A12345") == 403
    admin.opens("/staff/look-up")
    assert admin.sends("/staff/look-up/person", number="13900000000") == 409
    assert count(app, Action.PERSON_FOUND) == 2, "a search without a result is recorded as well"
    reviewer = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    reviewer.opens("/staff/look-up")
    assert "按证件号" not in reviewer.page
    assert reviewer.sends("/staff/look-up/person", number=owner.id_number) == 403


def test_an_admin_proposes_to_withdraw_what_is_wrong_of_who_was_found(app: AppDriver) -> None:
    owner, found = cast.owner(app), colleague(app, "民警小郑", StaffRole.OFFICER)
    number = app.read(lambda session: account_of(session, app, found.id).person_id)
    phone = app.read(lambda session: session.get_one(Person, number).phone)
    page = signed_in(app, colleague(app, "管理员小吴", StaffRole.ADMIN))
    page.opens("/staff/look-up")
    assert page.sends("/staff/look-up/person", number=phone) == 200
    page.sees("/staff/look-up/verification", "/staff/look-up/phone")
    person = re.search(r'name="choice" value="([0-9a-f]{32})"', page.page)
    assert person is not None
    for wrong in ("", "somebody", "0" * 32):
        assert page.sends("/staff/look-up/verification", choice=wrong) == 409
        page.opens("/staff/look-up")
    assert page.sends("/staff/look-up/verification", choice=person[1]) == 200
    opened = str(page.answer.url).partition("8080")[2]
    page.opens("/staff/look-up")
    assert page.sends("/staff/look-up/person", number=phone) == 200
    page.sees("待确认", opened)
    page.opens(opened)
    page.sees("需要另一位管理员核对", "/refuse")
    page.opens("/staff/look-up")
    assert page.sends("/staff/look-up/phone", choice=person[1]) == 409, "one is open"
    officer = signed_in(app, found)
    officer.opens("/staff/look-up")
    assert officer.sends("/staff/look-up/person", number=owner.id_number) == 200
    assert "/staff/look-up/phone" not in officer.page
