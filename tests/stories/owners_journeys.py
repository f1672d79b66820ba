"""The journeys of owners, and what everybody does with a car: answers, certificates, paper copies, ends, payments."""

from storage.staff.members import StaffRole
from tests.stories import cast, certificate_steps, violation_steps
from tests.stories.actor import Act, Actor
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.journeys import JOURNEYS, begin, car_of, couple, journey, shown
from tests.stories.payment_driver import Bank

ADDRESS = "广西南宁市青秀区民族大道100号3栋502"


@journey("Answer the application of a filer")
def answer(app: AppDriver) -> Actor:
    driver, owner = couple(app)
    driver.says("/file 02 桂A12345 123456")
    driver.taps("朋友")
    driver.taps("确认，请车主验证")
    owner.acts[Act.SEE] = -shown(owner)
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
    driver.taps("事实无误")
    driver.says(violation_steps.code_of(driver))
    driver.taps("微信")
    bank.settle()
    bank.pays(driver)
    return driver


ALL_JOURNEYS = JOURNEYS  # Of everybody, once this module is loaded too.
