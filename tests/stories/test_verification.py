"""Verification by anybody, by a file, a photo, a text; and of all that is not ours."""

import io

import pytest
from PIL import Image

from bot.adapters.certificates import cose, keys
from bot.adapters.certificates.verifier import MAX_CHARACTERS
from bot.services.certificates import keyring
from tests.adapters.certificates import samples
from tests.adapters.drawing.camera import SHOTS, photographed
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import download, guest, newest_file, shown

HEALTH = "HC1:NCFOXN%TSMAHN-HCVFSY1P84FFQ32N/9S6GO-QZ00XHFR$5"
BOMB = "CZ1:" + "0" * (MAX_CHARACTERS - 4)
NESTED = "CZ1:" + cose.to_text([[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]])[4:]


@pytest.mark.parametrize("label", ["图片", "图片（大字）", "图片（高对比）", "PDF（A4", "PDF（车窗贴"])
def test_a_downloaded_file_proves_itself_to_somebody_else(app: AppDriver, label: str) -> None:
    owner, _ = shown(app)
    content, other = download(owner, label), guest(app)
    other.says("/verify")
    other.sees("发送", "分享码")
    other.sends_photo(content, as_file=True)
    other.sees("真实有效", "桂A·12345", "对照", "2027年6月")


@pytest.mark.parametrize("shot", ["leaning", "dark", "recompressed by a chat"])
def test_a_photo_of_it_proves_it_too(app: AppDriver, shot: str) -> None:
    owner, _ = shown(app)
    with Image.open(io.BytesIO(download(owner))) as picture:
        photo = photographed(picture.convert("RGB"), SHOTS[shot])
    other = guest(app)
    other.says("/verify")
    other.sends_photo(photo)
    other.sees("真实有效", "桂A·12345")


def test_a_forwarded_file_may_be_verified(app: AppDriver) -> None:
    owner, _ = shown(app)
    download(owner)
    message = next(one for one in reversed(owner.messages()) if "document" in one)
    owner.says("/verify")
    owner.forwards(message["message_id"])
    owner.sees("真实有效")


def test_the_text_is_understood_everywhere_and_leaves_other_business_alone(app: AppDriver) -> None:
    owner, text = shown(app)
    driver = cast.driver(app)
    driver.says("/file")
    driver.taps("短信")
    driver.says(text)
    driver.sees("真实有效")
    driver.says("小型汽车？")
    driver.sees("请先和车主说好")
    assert owner.has_seen("有效")


def test_a_verification_in_english(app: AppDriver) -> None:
    _, text = shown(app)
    other = app.person("John", language="en")
    other.says(f"/verify {text}")
    other.sees("Genuine and valid", "桂A·12345", "Jun 2027", "Compare it with the plate")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (HEALTH, "健康证明"),
        (BOMB, "改动或不完整"),
        (NESTED, "改动或不完整"),
        ("CZ1:", "改动或不完整"),
        ("CZ1:" + "A" * 3000, "太长"),
        ("https://t.me/chezhu_bot?start=code-ABCDEF", "机动车备案二维码"),
        ("你好，这是我的检验标志", "无关"),
        ("HTTPS://EXAMPLE.COM", "无关"),
    ],
)
def test_what_is_none_of_ours_is_told_apart(app: AppDriver, text: str, answer: str) -> None:
    shown(app)
    other = guest(app)
    other.says("/verify")
    other.says(text)
    other.sees(answer)


def test_an_altered_and_a_half_text_are_told_as_such(app: AppDriver) -> None:
    _, text = shown(app)
    other = guest(app)
    changed = text[:60] + ("A" if text[60] != "A" else "B") + text[61:]
    for damaged in (changed, text[: len(text) // 2]):
        other.says(f"/verify {damaged}")
        other.sees("改动或不完整")
        assert "真实" not in other.last()


def test_another_issuers_certificate_has_an_unknown_key(app: AppDriver) -> None:
    shown(app)
    other = guest(app)
    other.says(f"/verify {samples.text()}")
    other.sees("密钥未知")


def test_a_stolen_key_writes_nothing_into_the_store(app: AppDriver) -> None:
    shown(app)
    key = app.look(lambda session: keyring.private(session, now=app.now)).keys[0]
    forged = cose.sign(samples.claims(issued_at=app.now), key)
    other = guest(app)
    other.says(f"/verify {forged}")
    other.sees("不是本服务台的凭证", "凭证库里没有")


def test_the_number_of_another_certificate_helps_no_forger(app: AppDriver) -> None:
    _, text = shown(app)
    key = app.look(lambda session: keyring.private(session, now=app.now)).keys[0]
    forged = cose.sign(samples.claims(number="202600001001", issued_at=app.now), key)
    other = guest(app)
    other.says(f"/verify {forged}")
    other.sees("不是本服务台的凭证")
    other.says(f"/verify {text}")
    other.sees("真实有效")


def test_after_a_rotation_the_old_still_verifies_and_a_withdrawn_key_takes_all_with_it(app: AppDriver) -> None:
    owner, text = shown(app)
    old = app.look(lambda session: keyring.public(session)).keys[0].kid
    app.later(days=2)
    app.write(lambda session: keyring.rotate(session, now=app.now))
    other = guest(app)
    other.says(f"/verify {text}")
    other.sees("真实有效")
    app.write(lambda session: keyring.withdraw(session, old, now=app.now))
    other.says(f"/verify {text}")
    other.sees("签名密钥已失效", "作废", "桂A·12345")
    owner.taps("再次出示")
    owner.sees("有效", "202600001002")


def test_keys_that_have_run_out_give_way_by_themselves(app: AppDriver) -> None:
    owner, text = shown(app)
    app.later(days=keys.LIFETIME.days + 1)
    assert len(app.write(lambda session: keyring.signing_key(session, now=app.now)).kid) == 8
    assert len(app.look(keyring.public).keys) == 2
    owner.says(f"/verify {text}")
    owner.sees("已过有效期")


def test_a_file_that_is_no_picture_is_explained_and_another_is_awaited(app: AppDriver) -> None:
    owner, _ = shown(app)
    content, other = download(owner), guest(app)
    other.says("/verify")
    other.sends_photo(b"no picture at all", as_file=True)
    assert other.has_seen("不是图片")
    other.sends_photo(b"%PDF-1.7 broken", as_file=True)
    other.sees("没有找到二维码")
    other.taps("再验证一个")
    other.sends_photo(content, as_file=True)
    other.sees("真实有效")


def test_a_picture_without_a_code_says_how_to_take_a_better_one(app: AppDriver) -> None:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(file, "PNG")
    other = guest(app)
    other.says("/verify")
    other.sends_photo(file.getvalue())
    other.sees("没有找到二维码")


def test_the_file_that_was_handed_over_is_the_one_verified(app: AppDriver) -> None:
    owner, _ = shown(app)
    assert download(owner) == newest_file(owner)
