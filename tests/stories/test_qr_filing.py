"""Filing by QR: the code is really drawn, photographed and read; other pictures are refused."""

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageFilter
from sqlmodel import select

from bot.adapters.drawing.qr_code import qr_png
from handlers.filing import by_qr
from storage.filing import filings
from storage.filing.filings import FilingStatus, FilingWay
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.register.people import Person
from storage.staff.rules import DatedRule
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.face_check_steps import to_selfie
from tests.stories.filing_steps import apply, code_of, status
from tests.stories.pictures import bomb, jpeg, photo, scene, with_place
from tests.stories.qr_steps import link_of, picture_of, qr_of, scanner, short_of, showing


@pytest.fixture
def owner(app: AppDriver) -> Citizen:
    """An owner of one vehicle whose code is on the screen."""
    return showing(app)


@pytest.fixture
def driver(app: AppDriver, owner: Citizen) -> Citizen:
    """A driver who is asked to scan a code."""
    return scanner(app, cast.driver(app))


def test_a_photo_of_the_code_leads_to_an_active_filing(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    owner.sees("还有 3 分钟有效")
    driver.sends_photo(jpeg(picture_of(app, owner)))
    driver.sees("二维码有效", "桂A·12345")
    driver.taps("朋友")
    driver.sees("#1001", "车主已当面同意")
    owner.sees("李*国", "朋友", "扫了您")
    driver.taps("同意，开始人脸认证")
    driver.sends_photo(photo(1))
    driver.sees("恭喜您备案申请成功", "#1001")
    filing = app.read(lambda session: filings.all_of_filer(session, driver.person_id))[0]
    assert filing.way is FilingWay.QR


@pytest.mark.parametrize("how", ["screenshot", "small", "turned", "recompressed", "far", "blurred"])
def test_pictures_of_usual_quality_are_read(app: AppDriver, owner: Citizen, driver: Citizen, how: str) -> None:
    driver.sends_photo(taken(picture_of(app, owner), how), as_file=how == "screenshot")
    driver.sees("二维码有效")


def taken(shown: Image.Image, how: str) -> bytes:
    """Return a phone's photo of the owner's screen."""
    if how == "small":
        return jpeg(shown.resize((shown.width // 2, shown.height // 2)), 60)
    if how == "turned":
        return jpeg(shown.rotate(17, expand=True, fillcolor=(90, 90, 90)), 70)
    if how == "far":
        room = scene(5, size=(1600, 1200))
        room.paste(shown.resize((shown.width * 6 // 10, shown.height * 6 // 10)), (500, 150))
        return jpeg(room, 75)
    if how == "blurred":
        return jpeg(shown.filter(ImageFilter.GaussianBlur(2)), 75)
    return jpeg(shown, 30 if how == "recompressed" else 90)


def test_the_link_leads_to_the_question_for_the_relationship(app: AppDriver, owner: Citizen) -> None:
    driver = cast.driver(app)
    driver.says(f"/start {link_of(owner)}")
    driver.sees("二维码有效", "桂A·12345")
    driver.taps("其他")
    driver.says("租客")
    driver.sees("#1001")
    assert status(app, driver) is FilingStatus.CHECKING


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda short: short.replace("-", " "), lambda short: short[:4] + short[5:]]
)
def test_the_short_code_is_accepted_in_different_spellings(
    owner: Citizen, driver: Citizen, write: Callable[[str], str]
) -> None:
    driver.says(write(short_of(owner)))
    driver.sees("二维码有效")


@pytest.mark.parametrize("words", ["BREAKFASTS", "2345678923", "桂A12345"])
def test_a_word_a_number_and_a_plate_are_no_code(words: str) -> None:
    assert not by_qr.is_code(words)


@pytest.mark.parametrize("is_link", [True, False])
def test_the_first_page_opens_a_code_that_is_typed_there(owner: Citizen, driver: Citizen, is_link: bool) -> None:
    driver.says("/cancel")
    driver.says("/file")
    driver.says(f"https://t.me/chezhu_bot?start={link_of(owner)}" if is_link else short_of(owner))
    driver.sees("二维码有效：桂A·12345", "您与车主是什么关系")


def test_the_link_may_be_sent_as_text(owner: Citizen, driver: Citizen) -> None:
    driver.says(f"https://t.me/chezhu_bot?start={link_of(owner)}")
    driver.sees("二维码有效")


def test_the_valid_code_is_found_among_several(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    shown, other = picture_of(app, owner), Image.open(io.BytesIO(qr_png("https://example.com/menu"))).convert("RGB")
    sheet = Image.new("RGB", (shown.width + other.width + 60, shown.height), "white")
    sheet.paste(other, (0, 100))
    sheet.paste(shown, (other.width + 60, 0))
    driver.sends_photo(jpeg(sheet), as_file=True)
    driver.sees("二维码有效")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("CZ1:6BFOXN*TS0BI$ZD", "检验标志电子凭证的二维码"),
        ("weixin://wxpay/bizpayurl?pr=abc", "付款码"),
        ("https://example.com/menu", "别的二维码"),
        ("https://t.me/another_bot?start=q-0123456789abcdefghijkl", "别处的链接"),
    ],
)
def test_a_code_of_another_kind_is_named(driver: Citizen, text: str, sentence: str) -> None:
    driver.sends_photo(qr_of(text))
    driver.sees(sentence, "请扫车主手机上的机动车二维码")


def test_a_picture_without_a_code_is_refused_with_advice(driver: Citizen) -> None:
    driver.sends_photo(photo(1))
    driver.sees("没有认出二维码", "短码")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"just words", "不是照片"), (b"", "不是照片"), (bomb(), "尺寸太大"), (with_place(1), "没有认出")],
    ids=["words", "nothing", "bomb", "place"],
)
def test_a_malicious_file_is_refused_with_an_explanation(driver: Citizen, content: bytes, sentence: str) -> None:
    driver.sends_photo(content, as_file=True)
    driver.sees(sentence, "请扫车主手机上的机动车二维码")


def test_a_rule_can_require_the_owner_code_too(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    set_rule(app, "qr_owner_code")
    driver.says(short_of(owner))
    driver.taps("朋友")
    driver.sees("验证码正在发往")
    driver.says(code_of(owner))
    driver.sees("车主已同意")


def test_who_is_only_declared_uses_up_no_code_that_a_rule_adds_an_owner_code_to(
    app: AppDriver, owner: Citizen, driver: Citizen
) -> None:
    set_rule(app, "qr_owner_code")
    app.write(lambda session: setattr(session.get_one(Person, driver.person_id), "registered", False))
    driver.says(short_of(owner))
    driver.sees("身份还没有核实")
    assert not driver.has_seen("二维码有效")
    code = app.read(lambda session: session.exec(select(VehicleCode)).one())
    assert (code.status, code.used_by) == (VehicleCodeStatus.OPEN, None)


def test_a_rule_can_require_photos_besides_the_face_check(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    set_rule(app, "qr_extra_photos")
    driver.says(short_of(owner))
    driver.taps("朋友")
    to_selfie(driver)
    driver.sends_photo(photo(1))
    assert driver.has_seen("通过")
    assert driver.has_seen("扫码备案还要交两张照片")
    driver.sees("手持身份证或驾驶证照片")
    assert status(app, driver) is FilingStatus.CHECKING
    driver.taps("先离开")
    driver.taps("开始实人认证")
    assert not driver.has_seen("恭喜")
    driver.sees("手持身份证或驾驶证照片")
    driver.sends_photo(photo(2), photo(3))
    driver.taps("提交")
    assert status(app, driver) is FilingStatus.IN_REVIEW


def test_a_rule_that_ended_meanwhile_asks_for_no_photos(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    set_rule(app, "qr_extra_photos")
    driver.says(short_of(owner))
    driver.taps("朋友")
    to_selfie(driver)
    app.later(minutes=1)
    set_rule(app, "qr_extra_photos", "off")
    driver.sends_photo(photo(1))
    driver.sees("恭喜您备案申请成功")


def test_the_sms_way_needs_no_extra_photos(app: AppDriver, owner: Citizen, driver: Citizen) -> None:
    set_rule(app, "qr_extra_photos")
    driver.says("/cancel")
    apply(driver)
    owner.taps("同意")
    to_selfie(driver)
    driver.sends_photo(photo(1))
    driver.sees("恭喜您备案申请成功")


def test_the_hints_name_what_the_rules_ask_for(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/file")
    assert "扫码备案还要" not in driver.last()
    driver.says("/cancel")
    set_rule(app, "qr_owner_code")
    driver.says("/file")
    driver.sees("短信验证码", "扫码备案还要输入")
    assert "两张照片" not in driver.last()
    driver.says("/cancel")
    set_rule(app, "qr_extra_photos")
    driver.says("/file")
    driver.sees("除了人脸核对，还要交两张照片")


def set_rule(app: AppDriver, name: str, value: str = "on") -> None:
    """Switch a rule on or off from now."""
    rule = DatedRule(name=name, value=value, valid_from=app.now, set_at=app.now)
    app.write(lambda session: session.add(rule))


def test_a_vehicle_code_that_is_verified_as_a_certificate_leads_to_filing(
    app: AppDriver, driver: Citizen, owner: Citizen
) -> None:
    driver.says("/verify")
    driver.sends_photo(jpeg(picture_of(app, owner)))
    driver.sees("这是机动车备案二维码")
    driver.taps("备案非本人机动车")
    driver.sees("车主在身边")
