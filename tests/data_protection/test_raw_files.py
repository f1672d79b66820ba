"""The raw files and the log contain no personal data in clear text."""

import logging
from pathlib import Path
from typing import Any

from storage.identity import accounts
from storage.register.people import Person
from tests.data_protection import raw_file_reader
from tests.data_protection.conftest import LogListener
from tests.forgery.scene import Scene
from tests.stories import cast
from tests.stories.pictures import give_portrait
from tests.stories.privacy_steps import deletes
from tests.stories.registration_steps import registers


def test_the_search_finds_data_in_clear_text(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes("李建国".encode() + b"13800000001")
    assert raw_file_reader.found_in(raw_file_reader.bytes_of(tmp_path), ["李建国", "13800000001", "王秀英"]) == [
        "李建国",
        "13800000001",
    ]


def test_the_database_files_contain_no_personal_data(scene: Scene, folder: Path) -> None:
    content = raw_file_reader.bytes_of(folder)
    assert len(content) > 500_000
    assert "桂B22222".encode() in content  # The right file: plates are stored in clear text.
    assert raw_file_reader.found_in(content, raw_file_reader.of_scene(scene)) == []


def test_codes_are_not_stored_in_clear_text(scene: Scene, folder: Path) -> None:
    texts = [f"{before}{scene.code}" for before in ("验证码 ", "code", '"', ":", " ")]
    assert raw_file_reader.found_in(raw_file_reader.bytes_of(folder), texts) == []


def test_pictures_are_not_stored_in_clear_text(scene: Scene, folder: Path) -> None:
    give_portrait(scene.app, scene.driver)
    content = raw_file_reader.bytes_of(folder)
    assert b"\xff\xd8\xff\xe0" not in content
    assert b"JFIF\x00" not in content
    assert b"\x89PNG\r\n" not in content


def test_nothing_personal_is_logged(scene: Scene, log: LogListener) -> None:
    before = len(log.records)
    logging.getLogger("chezhu.worker").error("something happened", extra={"event": 1})
    assert len(log.records) == before + 1
    assert (
        raw_file_reader.found_in("\n".join(log.records).encode(), [*raw_file_reader.of_scene(scene), scene.code]) == []
    )


def test_deleted_data_is_overwritten_in_the_files(scene: Scene, folder: Path) -> None:
    guest = scene.app.person("诸葛无名", "+8613512349876")
    registers(guest, "诸葛小明", cast.id_number(77))
    before = row_of(scene, guest.id)
    assert before["sealed_name"] in raw_file_reader.bytes_of(folder)
    deletes(guest)
    raw_file_reader.checkpoint(folder / "desk.sqlite3")
    content = raw_file_reader.bytes_of(folder)
    left = [name for name, value in before.items() if value and bytes(value) in content]
    assert left == []


def row_of(scene: Scene, telegram_id: int) -> dict[str, Any]:
    """Return the encrypted columns of a person's row."""

    def read(session: Any) -> dict[str, Any]:
        account = accounts.by_telegram(session, scene.app.bot.id, telegram_id)
        assert account is not None
        assert account.person_id is not None
        person = session.get_one(Person, account.person_id)
        return {name: getattr(person, name) for name in ("sealed_name", "sealed_id_number", "sealed_phone")}

    found: dict[str, Any] = scene.app.read(read)
    return found
