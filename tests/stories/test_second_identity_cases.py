"""Two cases about one identity: who has got it by the first is not moved again by the second."""

from storage.review.identity_cases import IdentityCaseStatus
from tests.stories import identity_case_steps as cases, registration_steps as registration
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen


def test_a_declarer_who_has_got_the_identity_keeps_it(app: AppDriver, driver: Citizen, reviewer: Actor) -> None:
    mine, thief = app.person("李建国", "+8613812345671"), app.person("某人", "+8613812345672")
    registration.registers(mine, "李建国", driver.id_number)
    cases.asks(mine, "登记错了人", name="李建国", id_number=driver.id_number, seed=3)
    app.later(minutes=5)
    cases.asks(thief, "登不上", name="李建国", id_number=driver.id_number, seed=5)
    cases.approve_by_two(app, reviewer, 1001)
    assert cases.person_of(app, mine).id == driver.person_id
    cases.take(reviewer, 1002)
    reviewer.sees("账号或身份已经变化")
    reviewer.says("/identity 1002 approve 证件、人脸与登记一致")
    reviewer.sees("账号或身份已经变化")
    assert cases.case_of(app, 1002).status is IdentityCaseStatus.TAKEN
    assert cases.person_of(app, mine).id == driver.person_id
