"""The journeys of `docs/journeys.md`: what each costs in taps, typed answers, pictures and messages of the desk.

The table is compared with what the people of these stories do, so that no journey grows, or shrinks, unnoticed.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole
from tests.stories import cast, certificate_steps, violation_steps
from tests.stories.actor import Act, Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import code_of
from tests.stories.payment_driver import Bank
from tests.stories.pictures import give_portrait, jpeg, photo
from tests.stories.qr_steps import link_of, picture_of, show_code
from tests.stories.registration_steps import NUMBER, PHONE, REGISTERED_PHONE

DOCUMENT = Path(__file__).parents[2] / "docs" / "journeys.md"
ADDRESS = "广西南宁市青秀区民族大道100号3栋502"
Cost = tuple[int, ...]
Journey = Callable[[AppDriver], Actor]
JOURNEYS: dict[str, Journey] = {}


def journey(name: str) -> Callable[[Journey], Journey]:
    """Define a journey of the table. It returns who made it, and begins where `begin` says."""

    def define(made: Journey) -> Journey:
        JOURNEYS[name] = made
        return made

    return define


def begin(person: Actor, at: str = "/menu") -> Actor:
    """Let the journey begin here: what was done before does not count."""
    person.says(at)
    person.acts.clear()
    person.acts[Act.SEE] = -_shown(person)
    return person


def _shown(person: Actor) -> int:
    return sum(message["from"]["is_bot"] for message in person.messages())


def cost_of(person: Actor) -> Cost:
    """Return taps, typed answers, pictures sent, and messages of the desk that are left on the screen."""
    acts = person.acts
    return acts[Act.TAP], acts[Act.TYPE], acts[Act.SEND], acts[Act.SEE] + _shown(person)


def couple(app: AppDriver) -> tuple[Citizen, Citizen]:
    """Return a driver who can be checked by face, and an owner with a car."""
    driver, owner = cast.driver(app), cast.owner(app)
    give_portrait(app, driver)
    certificate_steps.car(app, owner)
    return driver, owner


def car_of(app: AppDriver) -> Vehicle:
    """Return the only vehicle."""
    found: Vehicle = app.read(lambda session: session.exec(select(Vehicle)).one())
    return found


def passes_check(driver: Citizen) -> Citizen:
    """Agree to the face check, and pass it."""
    driver.taps("同意，开始人脸认证")
    driver.sends_photo(photo(1))
    driver.sees("恭喜您备案申请成功")
    return driver


def enters(guest: Actor) -> None:
    """Register up to the own contact."""
    guest.taps("同意并开始注册")
    guest.taps("同意由")
    guest.says("王小明")
    guest.says(NUMBER)
    guest.shares_contact()


@journey("Register, the phone number is the one on record")
def register(app: AppDriver) -> Actor:
    cast.register_person(app, "王小明", NUMBER, PHONE)
    guest = begin(app.person("小王", PHONE), "/start")
    enters(guest)
    guest.sees("注册成功")
    return guest


@journey("Register with the code to the phone on record")
def register_by_code(app: AppDriver) -> Actor:
    cast.register_person(app, "王小明", NUMBER, REGISTERED_PHONE)
    guest = begin(app.person("小王", PHONE), "/start")
    enters(guest)
    guest.says(re.findall(r"\d{4} \d{4}|\d{8}", app.sms(REGISTERED_PHONE)[0])[0])
    guest.sees("注册成功")
    return guest


@journey("Register, not on record")
def register_declared(app: AppDriver) -> Actor:
    guest = begin(app.person("小王", PHONE), "/start")
    enters(guest)
    guest.taps("不用验证码")
    guest.taps("确认注册")
    guest.sees("注册成功")
    return guest


@journey("File by SMS, the owner passes the code on")
def file_by_sms(app: AppDriver) -> Actor:
    driver, owner = couple(app)
    begin(driver).taps("备案非本人机动车")
    driver.sees("先看这几条", "请先和车主说好")
    driver.says("桂A12345")
    driver.says("123456")
    driver.taps("朋友")
    driver.sees("小型汽车")
    driver.taps("确认，请车主验证")
    driver.says(code_of(owner))
    return passes_check(driver)


@journey("File by SMS, the owner agrees in the chat")
def file_by_chat(app: AppDriver) -> Actor:
    driver, owner = couple(app)
    begin(driver).taps("备案非本人机动车")
    driver.taps("短信验证备案")
    driver.says("桂A12345 123456")
    driver.taps("朋友")
    driver.taps("确认，请车主验证")
    owner.taps("同意")
    return passes_check(driver)


@journey("File with one line")
def file_by_line(app: AppDriver) -> Actor:
    driver, owner = couple(app)
    begin(driver).says("/file 02 桂A12345 123456")
    driver.taps("朋友")
    driver.taps("确认，请车主验证")
    driver.says(code_of(owner))
    return passes_check(driver)


@journey("File the car of an application before, agreed to the face check before")
def file_again(app: AppDriver) -> Actor:
    driver, owner = couple(app)
    driver.says("/file 02 桂A12345 123456")
    driver.taps("朋友")
    driver.taps("确认，请车主验证")
    driver.says(code_of(owner))
    passes_check(driver)
    owner.taps("解除备案")
    app.later(days=1)
    begin(driver).taps("备案非本人机动车")
    driver.taps("上次的车")
    driver.says("123456")
    driver.taps("朋友")
    driver.taps("确认，请车主验证")
    driver.says(code_of(owner))
    driver.sends_photo(photo(2))
    driver.sees("恭喜您备案申请成功")
    return driver


@journey("File by QR, a photo of the code")
def file_by_qr(app: AppDriver) -> Actor:
    driver, owner = couple(app)
    show_code(owner)
    begin(driver).taps("备案非本人机动车")
    driver.sends_photo(jpeg(picture_of(app, owner)))
    driver.taps("朋友")
    return passes_check(driver)


@journey("File by QR, its link")
def file_by_link(app: AppDriver) -> Actor:
    driver, owner = couple(app)
    show_code(owner)
    begin(driver).says(f"/start {link_of(owner)}")
    driver.taps("朋友")
    return passes_check(driver)


@journey("File with two photos for staff, without a face check")
def file_by_photos(app: AppDriver) -> Actor:
    app.use(compares_faces=False)
    driver, owner = couple(app)
    begin(driver).says("/file 02 桂A12345 123456")
    driver.taps("朋友")
    driver.taps("确认，请车主验证")
    driver.says(code_of(owner))
    driver.sends_photo(photo(1))
    driver.sends_photo(photo(2))
    driver.taps("提交")
    driver.sees("#1001")
    return driver


@journey("Answer the application of a filer")
def answer(app: AppDriver) -> Actor:
    driver, owner = couple(app)
    driver.says("/file 02 桂A12345 123456")
    driver.taps("朋友")
    driver.taps("确认，请车主验证")
    owner.acts[Act.SEE] = -_shown(owner)
    owner.taps("同意")
    return owner


@journey("Show the certificate of the only car")
def certificate(app: AppDriver) -> Actor:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    begin(owner).taps("检验标志电子凭证")
    owner.sees("桂A·12345")
    return owner


@journey("Order a paper copy by post for the first time, from the certificate")
def paper(app: AppDriver) -> Actor:
    owner = cast.owner(app)
    certificate_steps.car(app, owner)
    begin(owner, "/certificate").taps("要纸质标志")
    owner.taps("邮寄")
    owner.says(ADDRESS)
    owner.taps("提交，记住地址")
    owner.sees("已受理")
    return owner


@journey("Order another paper copy, to the remembered address")
def paper_again(app: AppDriver) -> Actor:
    owner = paper(app)
    station = cast.reviewer(app, "检验站小吴", roles=(StaffRole.STATION,))
    station.says("/papers")
    for label in ("#1001", "已打印", "寄出"):
        station.taps(label)
    station.says("SF1234567890")
    station.taps("已送达")
    assert isinstance(owner, Citizen)
    begin(owner, "/certificate").taps("要纸质标志")
    owner.sees(ADDRESS)
    owner.taps("提交，记住地址")
    owner.sees("已受理", "#1002")
    return owner


@journey("End one's filing of the only car")
def unbind(app: AppDriver) -> Actor:
    driver, _ = couple(app)
    certificate_steps.file(app, driver, car_of(app))
    begin(driver).taps("我的机动车")
    driver.taps("解除备案")
    driver.sees("已解除")
    return driver


@journey("End the filing of somebody else for one's car")
def unbind_other(app: AppDriver) -> Actor:
    driver, owner = couple(app)
    certificate_steps.file(app, driver, car_of(app))
    begin(owner).taps("我的车")
    owner.taps("解除 #1001")
    owner.sees("会通知对方")
    return owner


def pay(app: AppDriver, bank: Bank) -> Actor:
    """Handle and pay the only violation of the only car."""
    driver = cast.driver(app)
    violation_steps.violation(app, cast.car(app, driver))
    begin(driver).taps("交通违法")
    driver.taps("桂A·12345")
    driver.taps("选择并处理")
    driver.taps("全选")
    driver.taps("处理并缴款")
    driver.taps("我已阅读并同意")
    driver.taps("事实无误")
    driver.says(violation_steps.code_of(driver))
    driver.taps("微信")
    bank.settle()
    bank.pays(driver)
    return driver


PAY = "Handle a violation and pay it"


def table() -> dict[str, Cost]:
    """Return the costs that the document says: by journey, those of now."""
    lines = DOCUMENT.read_text("utf-8").split("\n")
    rows = [[cell.strip() for cell in line.strip("| \n").split("|")] for line in lines]
    return {row[0]: tuple(map(int, row[5:9])) for row in rows if len(row) == 9 and row[5].isdigit()}


def test_the_table_has_every_journey() -> None:
    assert set(table()) == {*JOURNEYS, PAY}


@pytest.mark.parametrize("name", list(JOURNEYS))
def test_a_journey_costs_what_the_table_says(app: AppDriver, name: str) -> None:
    assert cost_of(JOURNEYS[name](app)) == table().get(name)


@pytest.mark.usefixtures("quick_documents")
def test_a_payment_costs_what_the_table_says(app: AppDriver, bank: Bank) -> None:
    assert cost_of(pay(app, bank)) == table().get(PAY)
