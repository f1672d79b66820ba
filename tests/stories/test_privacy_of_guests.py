"""Guests with an identity case read in /privacy what is kept of them, and withdraw and delete it."""

import pytest

from storage.audit import Action, AuditEntry
from storage.files import StoredFile
from storage.identity.consents import Consent, ConsentText
from storage.review.identity_cases import IdentityCaseStatus
from tests.stories import cast, identity_case_steps as ids, registration_steps as registration
from tests.stories.app_driver import AppDriver, stored


def consents_in_audit(app: AppDriver, number: int) -> list[str]:
    case = ids.case_of(app, number).id
    kinds = (Action.CONSENT_GIVEN, Action.CONSENT_REVOKED)
    entries = app.read(lambda session: stored(session, AuditEntry))
    return [each.action for each in entries if each.on == case and each.action in kinds]


def test_a_guest_withdraws_a_case_and_deletes_what_is_kept(app: AppDriver) -> None:
    guest = app.person("王小明", registration.PHONE)
    ids.asks(guest, "登不上", name="王小明", id_number=registration.NUMBER)
    assert consents_in_audit(app, 1001) == [Action.CONSENT_GIVEN]
    guest.says("/privacy")
    guest.sees("#ID1001", "王", "手机号", "自拍照")
    guest.taps("撤回申请，删除资料")
    guest.sees("已经删除")
    case = ids.case_of(app)
    assert (case.status, case.name, case.document_hash) == (IdentityCaseStatus.WITHDRAWN, "", None)
    assert consents_in_audit(app, 1001) == [Action.CONSENT_GIVEN, Action.CONSENT_REVOKED]
    assert [each for each in app.read(lambda session: stored(session, StoredFile)) if each.kind == "identity"] == []
    guest.says("/privacy")
    guest.sees("没有姓名")


def test_the_consent_of_a_guest_belongs_to_the_person_after_the_approval(app: AppDriver) -> None:
    guest, reviewer = app.person("王小明", registration.PHONE), cast.greeted(cast.reviewer(app))
    ids.asks(guest, "登不上", name="王小明", id_number=registration.NUMBER)
    opened = ids.case_of(app).opened_at
    ids.approve_by_two(app, reviewer)
    person = ids.person_of(app, guest).id
    found = [each for each in app.read(lambda session: stored(session, Consent)) if each.person_id == person]
    assert [(each.kind, each.agreed_at) for each in found] == [(ConsentText.ID_PHOTOS, opened)]


def test_an_ended_account_shows_and_deletes_nothing_of_its_former_person(app: AppDriver) -> None:
    first, reviewer = app.person("王小明", registration.PHONE), cast.greeted(cast.reviewer(app))
    ids.asks(first, "登不上", name="王小明", id_number=registration.NUMBER, seed=2)
    ids.approve_by_two(app, reviewer)
    second = app.person("王小明", "+8613700000009")
    ids.asks(second, "登不上", name="王小明", id_number=registration.NUMBER, seed=12)
    app.later(hours=73)
    ids.approve(reviewer, 1002)
    ids.approve(cast.greeted(cast.reviewer(app, "审核员小马")), 1002)
    first.says("/privacy")
    assert "#ID1001" not in first.last()


@pytest.mark.parametrize("withdraws", [False, True])
def test_the_consent_of_a_guest_is_theirs_once_they_register(app: AppDriver, withdraws: bool) -> None:
    guest, reviewer = app.person("王小明", registration.PHONE), cast.greeted(cast.reviewer(app))
    ids.asks(guest, "登不上", name="王小明", id_number=registration.NUMBER)
    opened = ids.case_of(app).opened_at
    if withdraws:
        guest.says("/identity")
        guest.taps("撤回申请")
        guest.taps("确认撤回")
    else:
        ids.take(reviewer)
        reviewer.says("/identity ID1001 reject 证件看不清")
    registration.registers(guest)
    person = ids.person_of(app, guest).id
    found = [each for each in app.read(lambda session: stored(session, Consent)) if each.person_id == person]
    photos = [each.agreed_at for each in found if each.kind is ConsentText.ID_PHOTOS]
    assert photos == ([] if withdraws else [opened])
