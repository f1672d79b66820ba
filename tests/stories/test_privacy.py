"""Personal data: shown masked, exported in full."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from bot import local_time
from bot.services.identity import consents
from storage import audit, files
from storage.database import encryption, today
from storage.files import StoredFile
from storage.identity import consents as agreement_store
from storage.identity.consents import ConsentText
from storage.register.people import Person
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.stories.filing_rows import add_filing
from tests.stories.identity_case_steps import to_photos
from tests.stories.privacy_steps import exports
from tests.stories.registration_steps import row
from tests.stories.review_steps import small


def exported(app: AppDriver, actor: Actor) -> dict[str, Any]:
    """Return the newest document on the screen, as JSON."""
    document = [message["document"] for message in actor.messages() if "document" in message][-1]
    assert document["file_name"] == "my-data.json"
    file = app.wait(app.bot.get_file(document["file_id"]))
    export: dict[str, Any] = json.loads(bytes(app.wait(file.download_as_bytearray())))
    return export


def test_former_keys_are_read_by_the_day_of_the_desk(app: AppDriver) -> None:
    with app.database.transaction() as session:
        assert today(session) == local_time.date_of(app.now)
    app.later(days=2)
    with app.database.reading() as session:
        assert today(session) == local_time.date_of(app.now)


def test_an_unregistered_person_is_shown_how_little_is_stored(app: AppDriver) -> None:
    guest = app.person("小王")
    guest.says("/privacy")
    guest.sees("还没有注册", "没有姓名")


def test_who_has_not_finished_registering_sees_the_draft_and_deletes_it(app: AppDriver) -> None:
    guest = app.person("王小明", "+8613812345678", "zh-hans")
    guest.says("/start")
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")
    guest.says("/privacy")
    guest.sees("没有姓名")
    guest.says("王小明")
    guest.says(cast.id_number(7))
    guest.says("/privacy")
    guest.sees("王*明", "4509", "填到一半")
    assert not guest.has_seen(f"身份证号 {cast.id_number(7)}")
    guest.taps("删除填到一半的内容")
    assert guest.has_seen("您填写的内容已经删除")
    guest.says("/privacy")
    guest.sees("没有姓名")


def test_photos_of_an_identity_case_that_is_not_sent_are_deleted_with_the_draft_or_after_a_day(app: AppDriver) -> None:
    guest, other = (app.person("王小明", f"+861381234567{each}", "zh-hans") for each in range(2))
    for each, actor in enumerate((guest, other)):
        to_photos(actor, name="王小明", id_number=cast.id_number(7 + each))
        actor.sends_photo(small(each))
        actor.sees("第二张")
    assert app.read(count_photos) == 2
    guest.says("/privacy")
    guest.taps("删除填到一半的内容")
    assert app.read(count_photos) == 1
    other.says("/cancel")
    app.later(hours=25)
    app.run_housekeeping()
    assert app.read(count_photos) == 0


def count_photos(session: Session) -> int:
    return session.exec(select(func.count()).select_from(StoredFile).where(StoredFile.kind == "identity")).one()


def test_the_page_shows_masked_data_and_the_consents(driver: Citizen) -> None:
    driver.says("/privacy")
    driver.sees("李*国", "4509**********" + driver.id_number[-4:], "138****0001", "C1", "官方登记", "还没有")
    driver.sees("服务条款与个人信息说明（2026-12 版），11月25日 10:00")
    assert "李建国" not in driver.last()


def test_the_privacy_page_is_shown_in_english(app: AppDriver) -> None:
    ann = cast.citizen(app, "Anna Bell", cast.id_number(9), "+8613800000009", language="en")
    ann.says("/privacy")
    ann.sees("A*** B***", "the official register", "terms and use of data (version 2026-12), 25 Nov 10:00")


def test_the_consent_to_face_checks_can_be_revoked(app: AppDriver, driver: Citizen) -> None:
    driver.says("/privacy")
    assert "撤回人脸信息同意" not in driver.labels()

    def agree(session: Any) -> None:
        person = session.get_one(Person, driver.person_id)
        consents.agree(session, person, ConsentText.FACE, now=app.now)

    app.write(agree)
    driver.says("/privacy")
    driver.taps("撤回人脸信息同意")
    driver.sees("不再比对您的人脸", "立即删除")
    assert app.read(lambda session: consents.has_agreed(session, row(app, driver.person_id), ConsentText.FACE))
    driver.taps("确认撤回")
    driver.sees("已撤回")
    assert not app.read(lambda session: consents.has_agreed(session, row(app, driver.person_id), ConsentText.FACE))
    assert app.read(lambda session: consents.has_agreed(session, row(app, driver.person_id), ConsentText.TERMS))
    driver.taps("我的资料")
    driver.sees("人脸信息处理", "已于 2026年11月25日 10:00 撤回")


def test_agreeing_twice_to_the_same_version_is_one_consent(app: AppDriver, driver: Citizen) -> None:
    def agree(session: Any) -> None:
        person = session.get_one(Person, driver.person_id)
        consents.agree(session, person, ConsentText.TERMS, now=app.now)

    before = len(app.read(lambda session: agreement_store.of_person(session, driver.person_id)))
    app.write(agree)
    assert len(app.read(lambda session: agreement_store.of_person(session, driver.person_id))) == before


def test_the_export_contains_everything_and_is_deleted_after_a_day(app: AppDriver, driver: Citizen) -> None:
    filing = add_filing(app, driver)
    exports(driver)
    driver.sees("没有打码")
    export = exported(app, driver)
    assert export["person"]["name"] == "李建国"
    assert export["person"]["id_number"] == driver.id_number
    assert export["account"]["telegram_id"] == driver.id
    assert {each["text"]: each["version"] for each in export["agreements"]}["terms"] == "2026-12"
    assert export["filings"][0]["number"] == filing.number
    assert export["filings"][0]["timeline"]
    applied = {"at": app.now.isoformat(), "what": "filing:applied", "what_text": "申请备案"}
    assert applied in export["history"]
    assert (export["filings"][0]["status"], export["filings"][0]["status_text"]) == ("active", "业务办结")
    [kept] = app.read(lambda session: files.of_person(session, driver.person_id))
    assert kept.delete_at == app.now + timedelta(days=1)
    assert b"id_number" not in kept.content
    app.write(lambda session: files.delete_due(session, now=app.now + timedelta(days=1)))
    assert app.read(lambda session: files.of_person(session, driver.person_id)) == []
    actions = [entry.action for entry in app.read(lambda session: stored(session, audit.AuditEntry))]
    assert "account:exported" in actions


def test_the_export_contains_vehicles_and_memberships_but_no_engine_number(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, driver, plate="桂B00001", engine="SECRET1234")
    cast.organisation(app, driver)
    exports(driver)
    export = exported(app, driver)
    assert [car["plate"] for car in export["vehicles"]] == ["桂B00001"]
    assert export["organisations"][0]["role"] == "administrator"
    assert export["memberships"] == [{**export["organisations"][0], "until": None}]
    assert "SECRET1234" not in json.dumps(export)


def test_only_the_newest_export_is_kept(app: AppDriver, driver: Citizen) -> None:
    exports(driver)
    app.later(minutes=2)
    exports(driver)
    assert len(app.read(lambda session: files.of_person(session, driver.person_id))) == 1


def test_the_export_is_encrypted_in_the_store(app: AppDriver, driver: Citizen) -> None:
    exports(driver)
    [kept] = app.read(lambda session: files.of_person(session, driver.person_id))
    key = encryption.current_keyring().decrypt(kept.sealed_key, f"files:{kept.id}")
    assert key not in kept.content
    assert driver.id_number.encode() not in kept.content
