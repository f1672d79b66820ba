"""/block: reviewers and admins propose an applicant for the blacklist."""

import pytest

from storage.filing.filings import FilingStatus
from storage.review.blacklist import FalseMaterial
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.blacklist_steps import entries_of
from tests.stories.cast import Citizen
from tests.stories.review_steps import case, filing_of


def test_a_reviewer_proposes_an_applicant_by_command(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, second_reviewer: Actor
) -> None:
    review = case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.says("/block 1001 2")
    reviewer.sees("已提出")
    assert "待办" in reviewer.labels()
    assert filing_of(app, review).status is FilingStatus.RETURNED
    assert [entry.reason for entry in entries_of(app, driver)] == [FalseMaterial.ANOTHER_PERSON]
    second_reviewer.sees("列入黑名单", "确认或否决")


def test_a_missing_reason_is_asked_for(app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says("/take")
    reviewer.says("/block #1001")
    reviewer.sees("#1001 的材料哪里是假的")
    assert not entries_of(app, driver)
    reviewer.taps("照片经过伪造")
    assert [entry.reason for entry in entries_of(app, driver)] == [FalseMaterial.ALTERED]


def test_an_admin_proposes_an_applicant_only_after_a_return(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, admin: Actor
) -> None:
    case(app, driver, cast.car(app, owner))
    admin.says("/block 1001 1")
    admin.sees("#1001 还在审核")
    reviewer.says("/take")
    reviewer.says("/return 1001 2")
    admin.says("/block 1001 2")
    admin.sees("已提出")
    assert admin.labels() == ["黑名单"]
    assert reviewer.has_seen("列入黑名单")
    admin.says("/blacklist")
    admin.taps("由他人冒充申请人")
    assert "确认列入黑名单" not in admin.labels()


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/block", "/block 1024"),
        ("/block 99", "没有编号为 #99"),
        ("/block 李建国", "没有编号为 #李建国"),
        ("/block 1001 9", "只能是 1"),
        ("/block 1001 1", "您没有领取 #1001"),
    ],
)
def test_an_invalid_proposal_is_explained(
    app: AppDriver, driver: Citizen, owner: Citizen, reviewer: Actor, said: str, answer: str
) -> None:
    case(app, driver, cast.car(app, owner))
    reviewer.says(said)
    reviewer.sees(answer)
    assert not entries_of(app, driver)
