"""Steps of registration, up to the step that a story is about."""

import io
from typing import Any
from uuid import UUID

from PIL import Image

from storage.database import add
from storage.identity import accounts
from storage.register import people
from storage.register.people import Person
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen

NUMBER = cast.id_number(7)
PHONE = "+8613812345678"
REGISTERED_PHONE = "+8613900000009"


def photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(file, "JPEG")
    return file.getvalue()


def to_name(guest: Actor, link: str = "") -> None:
    guest.says(f"/start {link}".strip())
    if "终止核实，继续注册" in guest.labels():
        guest.taps("终止核实，继续注册")
    guest.taps("同意并开始注册")
    guest.taps("同意由服务商传送")


def to_id_number(guest: Actor, name: str = "王小明") -> None:
    to_name(guest)
    guest.says(name)


def to_contact(guest: Actor, name: str = "王小明", number: str = NUMBER) -> None:
    to_id_number(guest, name)
    guest.says(number)


def to_code(guest: Actor, name: str = "王小明", number: str = NUMBER) -> None:
    """Share the contact: the code comes next, unless the phone number is the one on record."""
    to_contact(guest, name, number)
    guest.shares_contact()


def to_confirm(guest: Actor, name: str = "王小明", number: str = NUMBER) -> None:
    """Come to the confirmation, without a code if one is asked for."""
    to_code(guest, name, number)
    go_on(guest)


def go_on(guest: Actor) -> None:
    """Go on without a code, if one is asked for."""
    if "不用验证码，继续" in guest.labels():
        guest.taps("不用验证码，继续")


def confirms(guest: Actor) -> None:
    """Confirm what was entered, if it is asked: who agrees with the record is registered already."""
    if "确认注册" in guest.labels():
        guest.taps("确认注册")


def registers(guest: Actor, name: str = "王小明", number: str = NUMBER) -> None:
    to_confirm(guest, name, number)
    confirms(guest)


def person_of(app: AppDriver, actor: Actor) -> people.Person:
    person_id = account_of(app, actor).person_id
    assert person_id is not None
    return row(app, person_id)


def row(app: AppDriver, person_id: UUID) -> people.Person:
    """Return the person as stored now."""
    found: people.Person = app.read(lambda session: session.get(Person, person_id))
    return found


def account_of(app: AppDriver, actor: Actor) -> accounts.Account:
    found: accounts.Account = app.read(lambda session: accounts.by_telegram(session, app.bot.id, actor.id))
    return found


def code_in(text: str) -> str:
    return text.partition("验证码 ")[2][:8]


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


STEPS = {
    "第 1 步": to_name,
    "第 2 步": to_id_number,
    "第 3 步": to_contact,
    "如果您在登记系统里留的是另一个手机号": to_code,
    "请核对": to_confirm,
}


def contest(app: AppDriver, citizen: Citizen) -> None:
    """Let a registered person be one who has only declared their number, which somebody else holds."""

    def action(session: Any) -> None:
        person = session.get_one(Person, citizen.person_id)
        person.registered, person.verified_at = False, None
        add(session, person)
        add(session, people.new(id_number=citizen.id_number, name="真人", phone=""))

    app.write(action)
