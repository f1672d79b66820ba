"""Identity cases on the staff's page: the rights, refusals and records of the chat."""

from typing import Any

from sqlmodel import Session

from storage.audit import Action
from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.stories import cast, identity_case_steps
from tests.stories.app_driver import AppDriver
from tests.web.staff_browser import colleague, signed_in
from tests.web.test_staff_cases import actions


def test_an_identity_case_is_compared_and_approved(app: AppDriver) -> None:
    driver = cast.driver(app)
    app.write(lambda session: _unverify(session, driver.person_id))
    identity_case_steps.asks(driver, "核实我的", contact=False)
    case = identity_case_steps.case_of(app)
    page = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    page.opens(f"/staff/identity/{case.id}")
    page.sees("还没有人领取")
    assert "450903199005170010" not in page.page
    for path in ("photos/selfie", "reading"):
        assert page.asks("GET", f"/staff/identity/{case.id}/{path}") == 409
    page.opens(f"/staff/identity/{case.id}")
    page.sends(f"/staff/identity/{case.id}/take")
    page.sees("450903199005170010", "手持证件照", "自拍照")
    seen = actions(app).count(Action.PHOTO_VIEWED)
    assert page.asks("GET", f"/staff/identity/{case.id}/reading") == 200
    assert actions(app).count(Action.PHOTO_VIEWED) == seen + 1
    page.sees("机器读证件的结果", "没有识别")
    for slot, expected in (("document", 200), ("selfie", 200), ("portrait", 404)):
        assert page.asks("GET", f"/staff/identity/{case.id}/photos/{slot}") == expected
    page.opens(f"/staff/identity/{case.id}")
    assert page.sends(f"/staff/identity/{case.id}/approve", words="") == 409
    page.opens(f"/staff/identity/{case.id}")
    assert page.sends(f"/staff/identity/{case.id}/approve", words="证件、人脸与登记一致") == 200
    page.sees("已通过")
    assert identity_case_steps.person_of(app, driver).verified_at is not None
    assert actions(app).count(Action.PHOTO_VIEWED) >= 3


def test_ones_own_identity_case_is_not_shown(app: AppDriver) -> None:
    driver = cast.driver(app)
    app.write(lambda session: _unverify(session, driver.person_id))
    identity_case_steps.asks(driver, "核实我的", contact=False)
    case = identity_case_steps.case_of(app)
    cast.employ(app, driver, StaffRole.REVIEWER)
    page = signed_in(app, driver)
    page.opens(f"/staff/identity/{case.id}")
    page.sees("与您本人有关")
    for act in ("take", "approve", "reject", "release"):
        assert page.sends(f"/staff/identity/{case.id}/{act}", words="证件一致") == 409
        page.opens(f"/staff/identity/{case.id}")
    assert page.asks("GET", f"/staff/identity/{case.id}/photos/document") == 409


def test_a_rejected_identity_case_goes_on_in_neither_place(app: AppDriver) -> None:
    driver = cast.driver(app)
    app.write(lambda session: _unverify(session, driver.person_id))
    identity_case_steps.asks(driver, "核实我的", contact=False)
    case = identity_case_steps.case_of(app)
    page = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    page.opens(f"/staff/identity/{case.id}")
    page.sends(f"/staff/identity/{case.id}/take")
    page.sends(f"/staff/identity/{case.id}/release")
    page.sees("还没有人领取")
    page.sends(f"/staff/identity/{case.id}/take")
    page.sends(f"/staff/identity/{case.id}/reject", words="照片不是本人")
    page.sees("没有通过")
    app.settle()
    driver.sees("照片不是本人")


def _unverify(session: Session, person_id: Any) -> None:
    session.get_one(Person, person_id).verified_at = None
