"""Deletion of an account: what ends, what is erased, and what stays without leading to the person."""

from typing import Any

import pytest

from storage import audit, files
from storage.engine import conversations
from storage.filing.filings import EndReason, Filing, FilingStatus
from storage.identity import accounts, consents as agreement_store, sms_codes
from storage.identity.accounts import Account
from storage.identity.consents import ConsentText
from storage.register import people
from storage.register.people import Person
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.filing_rows import add_filing
from tests.stories.filing_steps import apply
from tests.stories.privacy_steps import deletes, privacy_code
from tests.stories.registration_steps import confirms, go_on, row


def declared(app: AppDriver, guest: Actor, number: str) -> None:
    """Register a person who is not in the register."""
    guest.says("/start")
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")
    guest.says("王小明")
    guest.says(number)
    guest.shares_contact()
    go_on(guest)
    confirms(guest)


def test_the_administrator_of_an_organisation_is_told_what_stays_unanswered(app: AppDriver, driver: Citizen) -> None:
    cast.organisation(app, driver)
    driver.says("/privacy")
    driver.taps("删除我的账号")
    driver.sees("南宁市青山物流有限公司 的管理员", "移交管理")
    driver.taps("我的单位")
    driver.sees("青山物流")


def test_deletion_shows_what_ends_and_requires_the_word(app: AppDriver, driver: Citizen) -> None:
    add_filing(app, driver)
    driver.says("/privacy")
    driver.taps("删除我的账号")
    driver.sees("1 辆车随即解除备案", "现在没有办理中的申请", "不能恢复")
    driver.taps("继续删除")
    driver.sees("请输入")
    for typed in ("好", "不删除", "删", "DEL", "👍"):
        driver.says(typed)
        driver.sees("没有删除", "请输入")
    driver.says("/cancel")
    driver.sees("已取消：删除账号")
    assert app.read(lambda session: accounts.of_person(session, driver.person_id)) is not None


@pytest.mark.parametrize("word", ["删除", " 删 除 ", "delete", "ＤＥＬＥＴＥ"])
def test_the_word_is_accepted_in_different_spellings(app: AppDriver, driver: Citizen, word: str) -> None:
    deletes(driver, word)
    driver.sees("账号已删除")
    assert app.read(lambda session: accounts.of_person(session, driver.person_id)) is None


def test_an_owner_reads_before_the_deletion_what_others_have_with_their_cars(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    apply(driver)
    owner.says("/privacy")
    owner.taps("删除我的账号")
    owner.sees("别人的 1 件", "#1001", "桂A·12345", "待车主确认")
    assert "我的车：申请和备案" in owner.labels()[0]
    owner.says("/cancel")
    owner.says("/approve 1001")
    owner.says("/privacy")
    owner.taps("删除我的账号")
    owner.sees("别人的 1 件", "#1001")
    owner.taps("我的车：申请和备案")
    owner.sees("#1001")


def test_deletion_ends_filings(app: AppDriver, driver: Citizen) -> None:
    filing = add_filing(app, driver)
    deletes(driver)
    ended = app.read(lambda session: session.get(Filing, filing.id))
    assert (ended.status, ended.end_reason) == (FilingStatus.ENDED, EndReason.BY_FILER)


def test_deletion_withdraws_an_open_application(app: AppDriver, driver: Citizen) -> None:
    filing = add_filing(app, driver, "open")
    driver.says("/privacy")
    driver.taps("删除我的账号")
    driver.sees("1 件办理中的申请随即撤回")
    driver.taps("继续删除")
    driver.says("删除")
    driver.says(privacy_code(driver))
    assert app.read(lambda session: session.get(Filing, filing.id)).status is FilingStatus.WITHDRAWN


def test_deletion_removes_files_drafts_and_codes_but_not_the_portrait_from_the_register(
    app: AppDriver, driver: Citizen
) -> None:
    def keep(session: Any) -> None:
        person = session.get_one(Person, driver.person_id)
        for kind in ("portrait", "handheld"):
            kept = files.store(
                session,
                b"picture",
                kind=kind,
                name="1.jpg",
                media_type="image/jpeg",
                at=app.now,
                person_id=person.id,
            )
            person.portrait_id = kept if kind == "portrait" else person.portrait_id
        session.add(person)

    app.write(keep)
    driver.says("/file")
    deletes(driver)
    assert [file.kind for file in app.read(lambda session: files.of_person(session, driver.person_id))] == ["portrait"]
    standing = app.read(lambda session: conversations.load(session, driver.account.lane))
    assert (standing.flow, standing.draft, standing.parked) == ("", {}, {})
    assert app.read(lambda session: stored(session, sms_codes.SmsCode)) == []


def test_deletion_does_not_change_the_official_register(app: AppDriver, driver: Citizen) -> None:
    deletes(driver)
    person = row(app, driver.person_id)
    assert (person.name, person.id_number) == ("李建国", driver.id_number)


def test_a_self_declared_person_is_erased_and_not_revived_by_who_declares_the_number_next(app: AppDriver) -> None:
    guest, number = app.person("小王", "+8613812345678"), cast.id_number(7)
    declared(app, guest, number)
    [before] = app.read(lambda session: people.declared(session, number))
    deletes(guest)
    after = row(app, before.id)
    assert (after.name, after.id_number, after.phone, after.phone_index) == ("", "", "", "")
    assert app.read(lambda session: people.declared(session, number)) == []
    declared(app, guest, number)
    guest.sees("注册成功")
    [again] = app.read(lambda session: people.declared(session, number))
    assert again.id != before.id
    assert row(app, before.id).name == ""


def test_nothing_leads_from_a_deleted_account_to_the_person(app: AppDriver) -> None:
    guest, number = app.person("小王", "+8613812345678"), cast.id_number(7)
    declared(app, guest, number)
    [person] = app.read(lambda session: people.declared(session, number))
    account = app.read(lambda session: accounts.of_person(session, person.id))
    deletes(guest)
    for entry in app.read(lambda session: stored(session, audit.AuditEntry)):
        assert {account.id, person.id} - {entry.by, entry.on}, entry.action
        assert person.id.hex not in entry.details
    assert app.read(lambda session: session.get(Account, account.id)).person_id is None


def test_consents_stay_as_evidence(app: AppDriver, driver: Citizen) -> None:
    deletes(driver)
    given = app.read(lambda session: agreement_store.of_person(session, driver.person_id))
    assert ConsentText.TERMS in {consent.kind for consent in given}


def test_buttons_of_a_deleted_account_have_no_effect(driver: Citizen) -> None:
    driver.says("/privacy")
    message, data = driver.button("导出我的全部资料")
    deletes(driver)
    driver.forges(data, message["message_id"])
    assert driver.has_seen("请先注册")
    assert not [shown for shown in driver.messages() if "document" in shown]


@pytest.mark.parametrize("is_confirming", [False, True])
def test_messages_of_other_kinds_do_not_advance_the_deletion(driver: Citizen, is_confirming: bool) -> None:
    driver.says("/privacy")
    driver.taps("删除我的账号")
    if is_confirming:
        driver.taps("继续删除")
    driver.sends_sticker()
    driver.sees("贴纸")
    driver.shares_contact()
    driver.sees("用不到联系人", *(["请输入"] if is_confirming else []))
    assert ("我明白，继续删除" in driver.labels()) is not is_confirming
    driver.says("/back")
    driver.sees("不能恢复" if is_confirming else "这一步不能退回")
