"""A consent that was revoked after a flow was begun is asked for at the act, not only at the beginning."""

from typing import Any

import pytest
from sqlmodel import Session

from bot.services.identity import consents
from storage.filing import filings
from storage.identity.consents import ConsentText
from storage.payments.payments import PaymentOrder
from storage.register.people import Person
from storage.review.face_checks import FaceCheckAttempt, FaceCheckAttemptState
from storage.review.photos import Photo
from tests.stories import cast, face_check_steps, review_steps, violation_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.filing_steps import begin, status
from tests.stories.pictures import photo
from tests.stories.qr_steps import link_of, showing
from tests.web.app_visitor import AppVisitor


def revoke(app: AppDriver, who: Citizen, kind: ConsentText) -> None:
    app.write(lambda session: consents.revoke(session, session.get_one(Person, who.person_id), kind, now=app.now))


def applications(app: AppDriver, who: Citizen) -> list[Any]:
    """Return the person's applications."""

    def read(session: Session) -> list[Any]:
        return filings.all_of_filer(session, who.person_id)

    return list(app.read(read))


def test_an_application_by_sms_needs_the_consent_when_it_is_confirmed(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    begin(driver, "/file 02 桂A12345 123456")
    revoke(app, driver, ConsentText.DATA_SHARING)
    driver.taps("确认，请车主验证")
    driver.sees("还差一项同意")
    assert (applications(app, driver), owner.sms) == ([], [])
    driver.taps("条款与同意")
    driver.taps("同意由服务商传送")
    begin(driver, "/file 02 桂A12345 123456")
    driver.taps("确认，请车主验证")
    driver.sees("#1001 已提交")


@pytest.mark.parametrize("relationship", ["朋友", "其他"])
def test_an_application_by_qr_needs_the_consent_after_the_scan(
    app: AppDriver, driver: Citizen, relationship: str
) -> None:
    owner = showing(app)
    driver.says(f"/start {link_of(owner)}")
    revoke(app, driver, ConsentText.DATA_SHARING)
    driver.taps(relationship)
    if relationship == "其他":
        driver.says("同事")
    driver.sees("还差一项同意")
    assert applications(app, driver) == []


def test_an_application_in_the_mini_app_needs_the_consent_after_the_scan(app: AppDriver, driver: Citizen) -> None:
    owner = showing(app)
    visitor = AppVisitor(app).opened_by(driver)
    assert visitor.posts("scan", text=f"https://t.me/chezhu_bot?start={link_of(owner)}") == 200
    code = visitor.said["code"]
    revoke(app, driver, ConsentText.DATA_SHARING)
    assert visitor.posts("filings", code=code, relationship="friend") == 409
    assert applications(app, driver) == []


def test_no_face_is_compared_once_that_consent_is_revoked(app: AppDriver) -> None:
    driver = face_check_steps.agreed(app)
    face_check_steps.to_selfie(driver)
    revoke(app, driver, ConsentText.FACE)
    driver.sends_photo(photo(1))
    driver.sees("人脸信息使用同意书")
    assert [each.state for each in app.read(lambda s: stored(s, FaceCheckAttempt))] == [FaceCheckAttemptState.ASKED]
    face_check_steps.to_selfie(driver)
    driver.sends_photo(photo(2))
    assert status(app, driver).value == "active"


def test_no_order_is_made_once_the_consent_is_revoked(app: AppDriver) -> None:
    driver = violation_steps.owing(app)
    revoke(app, driver, ConsentText.DATA_SHARING)
    driver.taps("微信支付")
    assert driver.has_seen("还差一项同意")
    assert app.read(lambda session: stored(session, PaymentOrder)) == []


def test_new_photos_of_a_returned_case_need_the_consent(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor
) -> None:
    review_steps.case(app, driver, cast.car(app, owner))
    before = len(app.read(lambda session: stored(session, Photo)))
    reviewer.says("/take")
    reviewer.taps("退办：文字看不清")
    driver.says("/menu")
    revoke(app, driver, ConsentText.DATA_SHARING)
    driver.sends_photo(photo(7))
    driver.sees("还差一项同意")
    assert len(app.read(lambda session: stored(session, Photo))) == before
