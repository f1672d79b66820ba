"""A stolen disk and a stolen log tell nothing of anybody."""

import logging
from pathlib import Path
from typing import Any

from storage.identity import accounts
from storage.register.people import Person
from tests.data_protection import raw_file_reader
from tests.data_protection.conftest import Listener
from tests.forgery.scene import Scene
from tests.stories import cast
from tests.stories.pictures import give_portrait
from tests.stories.registering import registers


def test_the_thief_would_find_what_is_not_sealed(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes("李建国".encode() + b"13800000001")
    assert raw_file_reader.found_in(raw_file_reader.bytes_of(tmp_path), ["李建国", "13800000001", "王秀英"]) == [
        "李建国",
        "13800000001",
    ]


def test_store_and_log_of_the_store_tell_nothing_of_anybody(scene: Scene, folder: Path) -> None:
    content = raw_file_reader.bytes_of(folder)
    assert len(content) > 500_000
    assert "桂B22222".encode() in content  # It is the right file: plates are kept as they are.
    assert raw_file_reader.found_in(content, raw_file_reader.of_scene(scene)) == []


def test_no_code_stands_beside_its_row(scene: Scene, folder: Path) -> None:
    texts = [f"{before}{scene.code}" for before in ("验证码 ", "code", '"', ":", " ")]
    assert raw_file_reader.found_in(raw_file_reader.bytes_of(folder), texts) == []


def test_no_picture_can_be_seen(scene: Scene, folder: Path) -> None:
    give_portrait(scene.app, scene.driver)
    content = raw_file_reader.bytes_of(folder)
    assert b"\xff\xd8\xff\xe0" not in content
    assert b"JFIF\x00" not in content
    assert b"\x89PNG\r\n" not in content


def test_nothing_personal_is_logged_even_when_a_turn_breaks(scene: Scene, log: Listener) -> None:
    heard = len(log.said)
    logging.getLogger("chezhu.worker").error("something happened", extra={"event": 1})
    assert len(log.said) == heard + 1
    assert raw_file_reader.found_in("\n".join(log.said).encode(), [*raw_file_reader.of_scene(scene), scene.code]) == []


def test_what_was_deleted_is_gone_from_the_bytes(scene: Scene, folder: Path) -> None:
    guest = scene.app.person("诸葛无名", "+8613512349876")
    registers(guest, "诸葛小明", cast.id_number(77))
    before = row_of(scene, guest.id)
    assert before["sealed_name"] in raw_file_reader.bytes_of(folder)
    guest.says("/privacy")
    guest.taps("删除我的账号")
    guest.taps("继续删除")
    guest.says("删除")
    raw_file_reader.checkpoint(folder / "desk.sqlite3")
    content = raw_file_reader.bytes_of(folder)
    left = [name for name, value in before.items() if value and bytes(value) in content]
    assert left == []


def row_of(scene: Scene, telegram_id: int) -> dict[str, Any]:
    """What the store holds of a person, as it is kept: sealed."""

    def read(session: Any) -> dict[str, Any]:
        account = accounts.by_telegram(session, scene.app.bot.id, telegram_id)
        assert account is not None
        assert account.person_id is not None
        person = session.get_one(Person, account.person_id)
        return {name: getattr(person, name) for name in ("sealed_name", "sealed_id_number", "sealed_phone")}

    found: dict[str, Any] = scene.app.look(read)
    return found
