"""Verification of certificates by file, photo and text, and of foreign or forged ones."""

import io

import pytest
from PIL import Image

from bot.adapters.certificates import cose, keys
from bot.adapters.certificates.verifier import MAX_CHARACTERS
from bot.services.certificates import signing_keys
from tests.adapters.certificates import samples
from tests.adapters.drawing.camera import SHOTS, photographed
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import download, guest, newest_file, owner_with_text

HEALTH = "HC1:NCFOXN%TSMAHN-HCVFSY1P84FFQ32N/9S6GO-QZ00XHFR$5"
BOMB = "CZ1:" + "0" * (MAX_CHARACTERS - 4)
NESTED = "CZ1:" + cose.to_text([[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]])[4:]


@pytest.mark.parametrize("label", ["图片", "图片（大字）", "图片（高对比）", "PDF（A4", "PDF（车窗贴"])
def test_a_downloaded_file_is_verified_by_another_person(app: AppDriver, label: str) -> None:
    owner, _ = owner_with_text(app)
    content, other = download(owner, label), guest(app)
    other.says("/verify")
    other.sees("发送", "分享码")
    other.sends_photo(content, as_file=True)
    other.sees("真实有效", "桂A·12345", "对照", "2027年6月")


@pytest.mark.parametrize("shot", ["leaning", "dark", "recompressed by a chat"])
def test_a_photo_of_a_certificate_is_verified(app: AppDriver, shot: str) -> None:
    owner, _ = owner_with_text(app)
    with Image.open(io.BytesIO(download(owner))) as picture:
        photo = photographed(picture.convert("RGB"), SHOTS[shot])
    other = guest(app)
    other.says("/verify")
    other.sends_photo(photo)
    other.sees("真实有效", "桂A·12345")


def test_a_forwarded_file_is_verified(app: AppDriver) -> None:
    owner, _ = owner_with_text(app)
    download(owner)
    message = next(one for one in reversed(owner.messages()) if "document" in one)
    owner.says("/verify")
    owner.forwards(message["message_id"])
    owner.sees("真实有效")


def test_certificate_text_is_verified_in_any_flow_without_ending_it(app: AppDriver) -> None:
    owner, text = owner_with_text(app)
    driver = cast.driver(app)
    driver.says("/file")
    driver.taps("短信")
    driver.says(text)
    driver.sees("真实有效")
    driver.says("小型汽车？")
    driver.sees("车牌里不会有", "请输入")
    assert owner.has_seen("有效")


def test_a_certificate_is_verified_in_english(app: AppDriver) -> None:
    _, text = owner_with_text(app)
    other = app.person("John", language="en")
    other.says(f"/verify {text}")
    other.sees("Genuine and valid", "桂A·12345", "Jun 2027", "Compare it with the plate")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (HEALTH, "健康证明"),
        (BOMB, "没能读出来"),
        (NESTED, "没能读出来"),
        ("CZ1:", "没能读出来"),
        ("CZ1:" + "A" * 3000, "没能读出来"),
        ("https://t.me/chezhu_bot?start=code-ABCDEF", "机动车备案二维码"),
        ("桂林山水甲天下", "没有找到凭证"),
        ("HTTPS://EXAMPLE.COM", "无关"),
        ("https://t.me/somebody", "无关"),
    ],
)
def test_foreign_texts_are_reported_as_such(app: AppDriver, text: str, answer: str) -> None:
    owner_with_text(app)
    other = guest(app)
    other.says("/verify")
    other.says(text)
    other.sees(answer)
    assert ("不是本服务台" in other.last()) == (answer == "无关")


def test_altered_and_truncated_texts_are_reported_as_such(app: AppDriver) -> None:
    _, text = owner_with_text(app)
    other = guest(app)
    changed = text[:60] + ("A" if text[60] != "A" else "B") + text[61:]
    for damaged, answer in ((changed, "改动"), (text[: len(text) // 2], "没能读出来")):
        other.says(f"/verify {damaged}")
        other.sees(answer)
        assert "真实" not in other.last()
        assert "不是本服务台" not in other.last()


def test_another_issuers_certificate_has_an_unknown_key(app: AppDriver) -> None:
    owner_with_text(app)
    other = guest(app)
    other.says(f"/verify {samples.text()}")
    other.sees("密钥未知")


def test_a_certificate_signed_with_a_stolen_key_is_not_in_the_store(app: AppDriver) -> None:
    owner_with_text(app)
    key = app.read(lambda session: signing_keys.private(session, now=app.now)).keys[0]
    forged = cose.sign(samples.claims(issued_at=app.now), key)
    other = guest(app)
    other.says(f"/verify {forged}")
    other.sees("不是本服务台的凭证", "凭证库里没有")


def test_a_forged_certificate_with_an_existing_number_is_not_valid(app: AppDriver) -> None:
    _, text = owner_with_text(app)
    key = app.read(lambda session: signing_keys.private(session, now=app.now)).keys[0]
    forged = cose.sign(samples.claims(number="202600001001", issued_at=app.now), key)
    other = guest(app)
    other.says(f"/verify {forged}")
    other.sees("不是本服务台的凭证")
    other.says(f"/verify {text}")
    other.sees("真实有效")


def test_after_a_rotation_old_certificates_verify_until_their_key_is_withdrawn(app: AppDriver) -> None:
    owner, text = owner_with_text(app)
    old = app.read(lambda session: signing_keys.public(session)).keys[0].kid
    app.later(days=2)
    app.write(lambda session: signing_keys.rotate(session, now=app.now))
    other = guest(app)
    other.says(f"/verify {text}")
    other.sees("真实有效")
    app.write(lambda session: signing_keys.withdraw(session, old, now=app.now))
    other.says(f"/verify {text}")
    other.sees("签名密钥已失效", "作废", "桂A·12345")
    owner.taps("再次出示")
    owner.sees("有效", "202600001002")


def test_expired_keys_are_replaced_automatically(app: AppDriver) -> None:
    owner, text = owner_with_text(app)
    app.later(days=keys.LIFETIME.days + 1)
    assert len(app.write(lambda session: signing_keys.signing_key(session, now=app.now)).kid) == 8
    assert len(app.read(signing_keys.public).keys) == 2
    owner.says(f"/verify {text}")
    owner.sees("已过有效期")


def test_a_file_that_is_not_a_picture_is_explained_and_another_can_be_sent(app: AppDriver) -> None:
    owner, _ = owner_with_text(app)
    content, other = download(owner), guest(app)
    other.says("/verify")
    other.sends_photo(b"no picture at all", as_file=True)
    assert other.has_seen("不是图片")
    other.sends_photo(b"%PDF-1.7 broken", as_file=True)
    other.sees("没有读到二维码")
    other.taps("再验证一个")
    other.sends_photo(content, as_file=True)
    other.sees("真实有效")


def test_a_picture_without_a_code_is_answered_with_advice(app: AppDriver) -> None:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(file, "PNG")
    other = guest(app)
    other.says("/verify")
    other.sends_photo(file.getvalue())
    other.sees("没有读到二维码", "不说明")
    assert "不是本服务台" not in other.last()


def test_the_downloaded_file_is_the_newest_document(app: AppDriver) -> None:
    owner, _ = owner_with_text(app)
    assert download(owner) == newest_file(owner)
