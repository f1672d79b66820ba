"""The journeys whose costs `docs/journeys.md` lists: each is played from its beginning to its end."""

import re
from collections.abc import Callable

from sqlmodel import select

from storage.register.vehicles import Vehicle
from tests.stories import cast, certificate_steps
from tests.stories.actor import Act, Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import code_of
from tests.stories.pictures import give_portrait, jpeg, photo
from tests.stories.qr_steps import link_of, picture_of, show_code
from tests.stories.registration_steps import NUMBER, PHONE, REGISTERED_PHONE

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
    person.acts[Act.SEE] = -shown(person)
    return person


def shown(person: Actor) -> int:
    """Return how many messages of the desk are on the screen."""
    return sum(message["from"]["is_bot"] for message in person.messages())


def cost_of(person: Actor) -> Cost:
    """Return taps, typed answers, pictures sent, and messages of the desk that are left on the screen."""
    acts = person.acts
    return acts[Act.TAP], acts[Act.TYPE], acts[Act.SEND], acts[Act.SEE] + shown(person)


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
