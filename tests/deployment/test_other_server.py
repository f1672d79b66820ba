"""The desk at an independent Bot API server: only the address in its settings differs.

The server consists of aiogram's types, which take three seconds to import: only these tests do, not the collection.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from tests import databases, log_scanner
from tests.deployment.fleet import Fleet, fleet, wait_until_running
from tests.stories.pictures import photo

if TYPE_CHECKING:
    from tests.deployment.other_phones import Phone
    from tests.deployment.other_server import IndependentServer

PEOPLE = """id_number,name,phone,licence_number,licence_class,licence_status,points,points_reset_on,portrait
999999199005170017,李建国,13800000001,999999199005170017,C1,normal,0,2030-01-01,
999999197503080023,王秀英,13800000002,999999197503080023,C1,normal,0,2030-01-01,
999999198807110046,周宁,13800000003,999999198807110046,C1,normal,0,2030-01-01,
"""
VEHICLE = {
    "plate_type": "02",
    "plate": "桂A12345",
    "owner": "999999197503080023",
    "engine_number": "LJ4A123456",
    "vin": "LZWADAGA0PB123456",
    "model": "五菱星光",
    "colour": "白",
    "seats": "5",
    "use": "non_operating",
    "manufactured_on": "2024-01-01",
    "first_registered_on": "2024-02-01",
    "inspection_valid_until": "2030-02",
    "insurance_valid_until": "2030-02-01",
    "tax_paid_until": "2030-02-01",
    "state": "normal",
}
REGISTER = {
    "people": PEOPLE,
    "vehicles": f"{','.join(VEHICLE)}\n{','.join(VEHICLE.values())}\n",
    "staff": "telegram_id,name,roles\n103,周宁,reviewer\n",
}


@pytest.fixture(autouse=True)
def _own_process(own_logging: None) -> Iterator[None]:
    """Restore the log and the keyring of this process after the operator's commands."""
    yield
    databases.use_test_secret()


@pytest.fixture
def store(tmp_path: Path) -> str:
    """The URL of an empty store, made before: the first start is tested elsewhere."""
    databases.put_migrated_sqlite(tmp_path / "desk.sqlite3")
    return f"sqlite:///{tmp_path / 'desk.sqlite3'}"


@pytest.fixture
def served() -> Iterator[tuple["IndependentServer", str]]:
    """The server, and its address."""
    from tests.deployment import other_server

    with other_server.served() as pair:
        yield pair


def import_register(desk: Fleet) -> None:
    """Import the register, as an operator does before the first start."""
    for kind, rows in REGISTER.items():
        file = desk.folder / f"{kind}.csv"
        file.write_text(rows, encoding="utf-8")
        operate(desk, "import", kind, str(file))


def operate(desk: Fleet, *arguments: str) -> None:
    """Run a command of the operator, in this process: to start one for each takes two seconds."""
    done = CliRunner().invoke(app, arguments, env=desk.environment("all"))
    log_scanner.hand_in(done.output)
    assert done.exit_code == 0, f"{done.output}{done.exception!r}"


def register(phone: "Phone", name: str, id_number: str) -> None:
    phone.says("/start")
    phone.taps("同意并开始注册")
    phone.taps("同意由服务商传送")
    phone.sees("第 1 步")
    phone.says(name)
    phone.sees("第 2 步")
    phone.says(id_number)
    phone.sees("第 3 步")
    phone.shares_contact()
    phone.sees("注册成功")


def test_a_vehicle_is_filed_and_reviewed_at_an_independent_server(
    store: str, served: tuple["IndependentServer", str], tmp_path: Path
) -> None:
    server, address = served
    with fleet(store, address, tmp_path) as desk:
        import_register(desk)
        wait_until_running(desk.start("all"))
        driver, owner = server.phone(101, "建国", "+8613800000001"), server.phone(102, "秀英", "+8613800000002")
        zhou = server.phone(103, "周宁", "+8613800000003")
        register(driver, "李建国", "999999199005170017")
        register(owner, "王秀英", "999999197503080023")
        driver.says("/file 02 桂A12345 123456")
        driver.taps("朋友")
        driver.taps("确认，请车主验证")
        owner.sees("有人想备案您的机动车")
        owner.taps("同意")
        driver.taps("同意，发送照片")
        driver.sees("第一张")
        driver.sends_photo(photo(1))
        driver.sees("第二张")
        driver.sends_photo(photo(2))
        driver.taps("提交审核")
        driver.sees("已提交人工审核")
        register(zhou, "周宁", "999999198807110046")
        operate(desk, "staff", "verify", "103")
        zhou.says("/take")
        zhou.sees("由您决定")
        zhou.taps("通过")
        driver.sees("恭喜您备案申请成功")
        owner.sees("已备案您的机动车")
        zhou.loses("仅供本次审核")

    assert server.refused == []
    assert {"getMe", "getUpdates", "setMyCommands", "getFile", "answerCallbackQuery"} <= set(server.asked)


def test_the_language_can_be_changed_at_an_independent_server(
    store: str, served: tuple["IndependentServer", str], tmp_path: Path
) -> None:
    server, address = served
    with fleet(store, address, tmp_path) as desk:
        wait_until_running(desk.start("all"))
        wei = server.phone(42, "Wei", "+8613800000009", "en")
        wei.says("/menu")
        wei.sees("Vehicle owners' desk")
        wei.says("/language")
        wei.taps("中文")
        wei.sees("以后用中文为您服务")
    assert server.refused == []
