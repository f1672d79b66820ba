"""Consents of their own: asked before what they are about, asked again after a change, revoked with what that means."""

from typing import Any

import pytest
from sqlmodel import col, update

from bot import callback_data
from bot.card import CardButton
from bot.services.identity import consents
from storage.engine import conversations
from storage.files import StoredFile
from storage.identity import consents as store
from storage.identity.accounts import Account
from storage.identity.consents import Consent, ConsentText
from storage.register.people import Person
from storage.review.identity_cases import IdentityCaseStatus
from storage.review.photos import Photo, PhotoState
from tests.stories import cast, identity_case_steps, registration_steps
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply
from tests.stories.pictures import photo
from tests.stories.registration_steps import PHONE, account_of, row, to_confirm, to_contact

OLD = "2020-01"


def has_agreed(app: AppDriver, who: Citizen, kind: ConsentText) -> bool:
    return bool(app.read(lambda session: consents.has_agreed(session, row(app, who.person_id), kind)))


def age(app: AppDriver, who: Citizen, kind: ConsentText) -> None:
    """Let the text have changed since this person agreed to it."""
    changed = update(Consent).where(col(Consent.person_id) == who.person_id, col(Consent.kind) == kind)
    app.write(lambda session: session.execute(changed.values(version=OLD)))
    app.later(seconds=1)


def take_back(app: AppDriver, who: Citizen, kind: ConsentText) -> None:
    app.write(lambda session: consents.revoke(session, session.get_one(Person, who.person_id), kind, now=app.now))


def taps_button(who: Actor, verb: str, subject: str) -> None:
    """Tap a button that the desk could have shown at another time."""
    who.says("/menu")
    who.forges(callback_data.encode(CardButton("", verb, subject), telegram_id=who.id, revision=0))


def test_changed_terms_are_asked_again_at_the_next_act(app: AppDriver, driver: Citizen) -> None:
    age(app, driver, ConsentText.TERMS)
    driver.says("/file")
    driver.sees("还差一项同意")
    driver.taps("条款与同意")
    driver.sees("服务条款与个人信息说明", "2026-12 版")
    driver.taps("继续同意")
    assert driver.has_seen("已记录您的同意，接着为您打开")
    driver.sees("备案非本人机动车：先看这几条")
    assert has_agreed(app, driver, ConsentText.TERMS)


def test_what_needed_a_consent_does_not_go_on_once_something_else_was_typed(app: AppDriver, driver: Citizen) -> None:
    take_back(app, driver, ConsentText.DATA_SHARING)
    driver.says("/file")
    driver.sees("还差一项同意", "您同意以后，会接着为您打开")
    driver.says("/menu")
    driver.says("/terms")
    driver.taps("同意由服务商传送")
    driver.sees("已记录您的同意。刚才要办的事项，请再打开一次")


def test_both_required_texts_are_asked_one_after_the_other(app: AppDriver, driver: Citizen) -> None:
    age(app, driver, ConsentText.TERMS)
    take_back(app, driver, ConsentText.DATA_SHARING)
    driver.says("/terms")
    driver.taps("继续同意")
    driver.sees("短信服务商", "境外")
    driver.taps("同意由服务商传送")
    driver.sees("已记录您的同意")
    driver.says("/terms")
    driver.sees("您都已同意")


def test_the_required_texts_are_shown_in_english(app: AppDriver) -> None:
    ann = cast.citizen(app, "Anna Bell", cast.id_number(9), "+8613800000009", language="en")
    age(app, ann, ConsentText.TERMS)
    take_back(app, ann, ConsentText.DATA_SHARING)
    ann.says("/file")
    ann.sees("We need one consent first")
    ann.taps("Terms and consents")
    ann.sees("how we use your data", "version 2026-12")
    ann.taps("I agree, continue")
    ann.sees("servers outside China", "SMS provider", "Alipay")
    ann.taps("I agree to the providers")
    assert ann.has_seen("recorded your consent. Here is what you wanted")
    ann.sees("file")


def test_a_button_of_an_older_version_shows_the_text_again_and_records_nothing(app: AppDriver, driver: Citizen) -> None:
    age(app, driver, ConsentText.TERMS)
    taps_button(driver, "agree-text", f"terms-{OLD}")
    driver.sees("服务条款与个人信息说明", "2026-12 版")
    assert not has_agreed(app, driver, ConsentText.TERMS)


@pytest.mark.parametrize("kind", [ConsentText.FACE, ConsentText.ID_PHOTOS, ConsentText.VIOLATIONS])
def test_the_button_agrees_to_required_texts_only(app: AppDriver, driver: Citizen, kind: ConsentText) -> None:
    if kind is ConsentText.ID_PHOTOS:
        take_back(app, driver, kind)
    taps_button(driver, "agree-text", f"{kind}-{consents.VERSIONS[kind]}")
    assert not has_agreed(app, driver, kind)


@pytest.mark.parametrize("kind", [ConsentText.TERMS, ConsentText.VIOLATIONS])
def test_the_terms_are_not_revoked_by_themselves(app: AppDriver, driver: Citizen, kind: ConsentText) -> None:
    app.write(lambda session: consents.agree(session, row(app, driver.person_id), kind, now=app.now))
    for verb in ("revoke-text", "revoke-now"):
        taps_button(driver, verb, kind)
        driver.sees("这一步已经办过")
    assert has_agreed(app, driver, kind)


def test_what_begins_needs_the_consents_and_what_ends_does_not(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    for who in (driver, owner):
        take_back(app, who, ConsentText.DATA_SHARING)
    owner.says("同意")
    driver.taps("开始实人认证")
    driver.sees("还差一项同意")
    owner.says("/vehicles")
    assert not owner.has_seen("还差一项同意")


def test_revoking_says_what_it_means_first(app: AppDriver, driver: Citizen) -> None:
    driver.says("/privacy")
    driver.taps("撤回由服务商传送的同意")
    driver.sees("不再给您发办理结果的短信", "验证码", "删除账号")
    assert has_agreed(app, driver, ConsentText.DATA_SHARING)
    driver.taps("确认撤回")
    driver.sees("已撤回")
    assert not has_agreed(app, driver, ConsentText.DATA_SHARING)
    driver.says("/privacy")
    driver.sees("由服务商传送信息（2026-12 版）", "撤回")
    assert "撤回由服务商传送的同意" not in driver.labels()


@pytest.mark.parametrize("revoked", [True, False])
def test_no_results_go_by_sms_after_data_sharing_was_revoked(app: AppDriver, driver: Citizen, revoked: bool) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    if revoked:
        take_back(app, driver, ConsentText.DATA_SHARING)
    driver.blocks()
    before = len(driver.sms)
    owner.says("同意")
    app.settle()
    assert len(driver.sms) == (before if revoked else before + 1)


def test_photos_of_documents_need_a_consent_of_their_own(app: AppDriver, driver: Citizen) -> None:
    take_back(app, driver, ConsentText.ID_PHOTOS)
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.says("同意")
    driver.sees("证件照片使用同意书", "境外", "天内删除", "窗口")
    driver.sends_photo(photo(1))
    driver.sees("照片还没有收下", "点同意以后再发", "证件照片使用同意书")
    assert app.read(lambda session: stored(session, Photo)) == []
    driver.taps("同意，发送照片")
    driver.sees("手持身份证或驾驶证照片")
    assert has_agreed(app, driver, ConsentText.ID_PHOTOS)


def test_revoking_the_consent_deletes_unsent_photos_and_asks_again(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.says("同意")
    driver.sends_photo(photo(1))
    take_back(app, driver, ConsentText.ID_PHOTOS)
    [deleted] = app.read(lambda session: stored(session, Photo))
    assert (deleted.state, deleted.file_id) == (PhotoState.REPLACED, None)
    driver.sends_photo(photo(2))
    driver.sees("证件照片使用同意书")
    assert len(app.read(lambda session: stored(session, Photo))) == 1


@pytest.mark.parametrize("field", ["terms", "sharing"])
@pytest.mark.parametrize("step", ["contact", "confirm"])
def test_a_registration_begun_before_a_text_changed_asks_for_it(app: AppDriver, field: str, step: str) -> None:
    if step == "contact":
        cast.register_person(app, "王小明", cast.id_number(7), "+8613900000009")
    guest = app.person("小王", PHONE)
    (to_contact if step == "contact" else to_confirm)(guest)
    forget(app, guest, field)
    if step == "contact":
        guest.shares_contact()
    else:
        guest.taps("确认注册")
    guest.sees("服务条款" if field == "terms" else "短信服务商")
    assert app.sms("+8613900000009") == []
    assert account_of(app, guest).person_id is None


def forget(app: AppDriver, guest: Actor, field: str) -> None:
    """Make the draft one of an older version of the text."""

    def do(session: Any) -> None:
        account: Account = account_of(app, guest)
        conversation = conversations.load(session, account.lane)
        conversation.draft[field] = OLD
        conversations.save(session, conversation, at=app.now)

    app.write(do)


def test_a_person_of_an_earlier_version_is_not_taken_as_one_who_revoked(app: AppDriver, driver: Citizen) -> None:
    kind = ConsentText.CERTIFICATE
    assert not app.read(lambda session: store.is_revoked(session, driver.person_id, kind))


def test_an_open_identity_case_ends_with_the_consent_to_photos(app: AppDriver) -> None:
    guest, reviewer = app.person("王小明", PHONE), cast.greeted(cast.reviewer(app))
    registration_steps.registers(guest)
    identity_case_steps.asks(guest, "核实我的身份", contact=False)
    identity_case_steps.take(reviewer)
    taps_button(guest, "revoke-now", ConsentText.ID_PHOTOS.value)
    guest.sees("已撤回", "核实申请 #ID1001 已撤回")
    assert identity_case_steps.case_of(app).status is IdentityCaseStatus.WITHDRAWN
    assert not [each for each in app.read(lambda session: stored(session, StoredFile)) if "identity" in each.kind]
    reviewer.says("/identity 1001 approve 证件与登记一致")
    assert identity_case_steps.case_of(app).status is IdentityCaseStatus.WITHDRAWN


def test_another_consent_leaves_an_identity_case_open(app: AppDriver, driver: Citizen) -> None:
    identity_case_steps.asks_for_number(driver, "+8613877776666")
    taps_button(driver, "revoke-now", ConsentText.DATA_SHARING.value)
    driver.sees("已撤回")
    assert identity_case_steps.case_of(app).status is IdentityCaseStatus.WAITING
