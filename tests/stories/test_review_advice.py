"""Automatic advice for reviewers, and enrolment of reviewed photos as portraits."""

from typing import Any
from uuid import UUID

from bot.adapters.pictures.documents import DocumentHolder, DocumentReading
from bot.services.identity import consents
from storage import files
from storage.engine import outbox
from storage.identity import consents as agreement_store
from storage.identity.consents import ConsentText
from storage.register.people import Person
from tests.adapters.pictures.portraits import HOPPER, face, jpeg
from tests.stories import cast, shared_sandbox
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply
from tests.stories.pictures import give_portrait, photo
from tests.stories.review_steps import apply_for, case, small, submit


def test_automatic_advice_is_shown_in_plain_lines(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.says("同意")
    driver.sends_photo(photo(1), photo(2))
    shared = shared_sandbox.shared()
    before, shared.reads = shared.reads, DocumentReading((DocumentHolder.OWNER,), (DocumentHolder.APPLICANT,))
    driver.taps("提交审核")
    shared.reads = before
    reviewer.says("/take")
    reviewer.sees(
        "手持证件照：没看到脸", "照片上的证件号码：是车主的", "照片上的姓名：是申请人的", "人脸没有比对", "由您决定"
    )
    reviewer.taps("通过")
    reviewer.sees("备案生效")


def test_faces_are_compared_only_with_the_applicants_consent(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    agree_to_faces(app, driver)
    review = submit(app, apply_for(app, driver, cast.car(app, cast.owner(app))), content=jpeg(face(HOPPER)))
    examine(app, driver, review.id)
    reviewer.says("/take")
    reviewer.sees("现场照与证件照：像同一人（")
    assert "没有同意" not in reviewer.last()


def test_a_photo_similar_to_another_persons_is_pointed_out(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    car, other = cast.car(app, cast.owner(app)), cast.third(app)
    submit(app, apply_for(app, other, car), seed=1, scene="00000000000000ff")
    review = submit(app, apply_for(app, driver, car), seed=2, scene="00000000000001fe", handheld="ffff0000ffff0000")
    examine(app, driver, review.id)
    reviewer.says("/take 1002")
    reviewer.sees("⚠ 与别人交过的 1 张照片很像")
    assert "申请人以前交过" not in reviewer.last()


def test_the_consent_to_face_checks_is_none_to_keeping_the_photo(
    app: AppDriver, driver: Citizen, reviewer: Actor
) -> None:
    agree_to_faces(app, driver)
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    reviewer.says("/pass 1001")
    assert portrait_of(app, driver) is None
    driver.taps("同意，留作登记照")
    portrait = portrait_of(app, driver)
    assert portrait is not None
    assert app.read(lambda session: files.read(session, portrait)).content == small(3)
    app.later(days=91)
    app.write(app.desk.housekeeping.round)
    assert app.read(lambda session: files.read(session, portrait)) is not None
    revoke(app, driver)
    assert portrait_of(app, driver) is None
    assert app.read(lambda session: files.read(session, portrait)) is None


def test_without_consent_the_applicant_is_asked_and_nothing_is_kept_before(
    app: AppDriver, driver: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    reviewer.says("/pass 1001")
    assert portrait_of(app, driver) is None
    driver.taps("同意，留作登记照")
    driver.sees("以后可以直接人脸认证")
    assert portrait_of(app, driver) is not None
    held = app.read(lambda session: agreement_store.active(session, driver.person_id, ConsentText.FACE))
    assert held is not None
    driver.taps("我的资料")
    driver.taps("撤回人脸信息同意")
    driver.taps("确认撤回")
    assert portrait_of(app, driver) is None


def test_a_photo_can_be_kept_only_by_its_person_and_while_it_is_stored(
    app: AppDriver, driver: Citizen, reviewer: Actor
) -> None:
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    reviewer.says("/pass 1001")
    _, data = driver.button("同意，留作登记照")
    third = cast.third(app)
    third.says("/menu")
    third.forges(data)
    third.sees("不能用")
    app.later(days=91)
    app.write(app.desk.housekeeping.round)
    driver.taps("同意，留作登记照")
    driver.sees("现在不能保留")
    assert portrait_of(app, driver) is None


def test_a_portrait_from_the_register_is_never_replaced(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    give_portrait(app, driver)
    before = portrait_of(app, driver)
    agree_to_faces(app, driver)
    case(app, driver, cast.car(app, cast.owner(app)))
    reviewer.says("/take")
    reviewer.says("/pass 1001")
    revoke(app, driver)
    assert portrait_of(app, driver) == before


def examine(app: AppDriver, driver: Citizen, review_id: UUID) -> None:
    """Order the automatic advice, as a submission does."""
    content = {"task": "reviews.examine", "arguments": {"review": review_id.hex}, "lane": driver.account.lane}
    app.write(lambda session: outbox.put(session, outbox.Channel.TASK, "task:examine", content, at=app.now))
    app.settle()


def agree_to_faces(app: AppDriver, driver: Citizen) -> None:
    def action(session: Any) -> None:
        person = session.get_one(Person, driver.person_id)
        consents.agree(session, person, ConsentText.FACE, now=app.now)

    app.write(action)


def revoke(app: AppDriver, driver: Citizen) -> None:
    def action(session: Any) -> None:
        person = session.get_one(Person, driver.person_id)
        assert consents.revoke(session, person, ConsentText.FACE, now=app.now)

    app.write(action)


def portrait_of(app: AppDriver, driver: Citizen) -> UUID | None:
    person: Person = app.read(lambda session: session.get(Person, driver.person_id))
    return person.portrait_id
