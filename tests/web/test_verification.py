"""Public certificate verification, page and API: text, picture, share code, published keys, invalid input."""

import re
from datetime import timedelta

import pytest

from bot.services.certificates import certificates as service
from bot.texts import SIGNS
from storage.register.vehicles import Vehicle, VehicleState
from tests.adapters.certificates import samples
from tests.stories import cast, shared_sandbox
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.certificate_steps import car, certificate, download, show_live
from tests.web.visitor import Visitor

JSON = {"Accept": "application/json"}


@pytest.fixture
def visitor(app: AppDriver) -> Visitor:
    """A browser at the public page."""
    return Visitor(app, photo_pool=shared_sandbox.shared())


def owner_with_certificate(app: AppDriver) -> tuple[Citizen, Vehicle]:
    """Return an owner who shows a certificate, and the vehicle."""
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    return owner, vehicle


def answer_of(visitor: Visitor) -> dict[str, str]:
    """Return the JSON answer."""
    found: dict[str, str] = visitor.answer.json()
    return found


def test_the_page_works_without_javascript(app: AppDriver, visitor: Visitor) -> None:
    owner, vehicle = owner_with_certificate(app)
    assert visitor.asks("GET", "/verify") == 200
    visitor.sees("打开摄像头扫码", "上传图片", "分享码")
    assert visitor.asks("POST", "/verify", data={"text": certificate(app, vehicle).text}) == 200
    visitor.sees("真实有效", "桂A·12345", "2027年6月")
    files = {"picture": ("a.png", download(owner), "image/png")}
    assert visitor.asks("POST", "/verify", files=files) == 200
    visitor.sees("真实有效", "桂A·12345")


def test_the_page_draws_the_verdict_with_a_title_and_shows_no_emoji(app: AppDriver, visitor: Visitor) -> None:
    _, vehicle = owner_with_certificate(app)
    for text, rating in ((certificate(app, vehicle).text, "good"), ("CZ1:NOTHING", "doubtful|bad")):
        visitor.asks("POST", "/verify", data={"text": text})
        page = visitor.answer.text
        assert re.search(rf'class="result ({rating})"', page)
        assert {"有效", "无效"} <= set(re.findall(r'<svg class="sign [^>]*role="img"[^>]*><title>(.*?)</title>', page))
        assert not SIGNS.search(re.sub(r"<[^>]*>", "\n", page))
        visitor.asks("POST", "/api/verify", json={"text": text}, headers=JSON)
        assert not SIGNS.search("\n".join(answer_of(visitor)["lines"]))


def test_the_page_remembers_the_language(visitor: Visitor) -> None:
    visitor.asks("GET", "/verify", params={"language": "en"})
    visitor.sees("Scan with the camera")
    visitor.asks("GET", "/verify")
    visitor.sees("Scan with the camera")


def test_the_page_contains_no_inline_script_or_style(visitor: Visitor) -> None:
    visitor.asks("GET", "/verify")
    policy = visitor.answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "camera=(self)" in visitor.answer.headers["permissions-policy"]
    assert " style=" not in visitor.page
    assert "<script>" not in visitor.page


def test_the_api_verifies_text_and_pictures(app: AppDriver, visitor: Visitor) -> None:
    owner, vehicle = owner_with_certificate(app)
    text = certificate(app, vehicle).text
    visitor.asks("GET", "/api/verify", params={"text": text}, headers=JSON)
    facts = {"verdict": "valid", "plate": "桂A12345", "plate_type": "02", "valid_until": "2027-06"}
    assert answer_of(visitor) | facts == answer_of(visitor)
    visitor.asks("POST", "/api/verify", json={"text": text})
    assert answer_of(visitor)["number"] == "202600001001"
    visitor.asks("POST", "/api/verify", files={"picture": ("a.png", download(owner), "image/png")})
    assert answer_of(visitor)["verdict"] == "valid"
    owner.says("/certificate")
    owner.taps("谁查看过")
    owner.sees("公众", "网页扫码", "网页核验文字")


def test_the_public_sees_neither_names_nor_the_vehicle_state(app: AppDriver, visitor: Visitor) -> None:
    owner, vehicle = owner_with_certificate(app)

    def lock(session: object) -> None:
        row = session.get(Vehicle, vehicle.id)  # type: ignore[attr-defined]
        row.state = VehicleState.STOLEN
        service.on_vehicle_changed(session, row, app.now)  # type: ignore[arg-type]

    app.write(lock)
    visitor.asks("GET", "/api/verify", params={"text": certificate(app, vehicle).text})
    assert answer_of(visitor)["verdict"] == "vehicle_abnormal"
    assert "王" not in visitor.answer.text
    assert "stolen" not in visitor.answer.text
    assert owner.name not in visitor.answer.text


def test_a_share_code_works_on_the_page_and_the_owner_is_notified(app: AppDriver, visitor: Visitor) -> None:
    owner, _ = owner_with_certificate(app)
    owner.taps("分享码")
    owner.taps("只看一次")
    code = next(line.strip() for line in owner.last().splitlines() if line.count("-") == 2 and len(line.strip()) == 12)
    visitor.asks("POST", "/verify", data={"text": code})
    visitor.sees("真实有效", "分享码")
    app.settle()
    owner.sees("有人用分享码查看了")
    visitor.asks("GET", "/api/verify", params={"text": code})
    assert answer_of(visitor)["verdict"] == "share_over"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (samples.text(), "key_unknown"),
        ("CZ1:" + "A" * 5000, "unreadable"),
        ("HC1:ABC", "not_ours"),
        ("CZ1:%%%%", "unreadable"),
        ("<script>alert(1)</script>", "unreadable"),
    ],
)
def test_invalid_text_gets_a_verdict(visitor: Visitor, text: str, verdict: str) -> None:
    assert visitor.asks("GET", "/api/verify", params={"text": text}) == 200
    assert answer_of(visitor)["verdict"] == verdict
    visitor.asks("POST", "/verify", data={"text": text})
    assert "<script>alert" not in visitor.answer.text


@pytest.mark.parametrize("text", ["2345-BCDE", "2345-bcde-", "2345 BCDE F", "2345"])
def test_a_part_of_a_share_code_is_said_to_be_incomplete(visitor: Visitor, text: str) -> None:
    visitor.asks("POST", "/verify", data={"text": text})
    visitor.sees("分享码不完整", "10 个字符")
    assert "不是本服务台" not in visitor.page
    visitor.asks("GET", "/api/verify", params={"text": text}, headers=JSON)
    assert (answer_of(visitor)["verdict"], answer_of(visitor)["detail"]) == ("unreadable", "share_code_incomplete")


@pytest.mark.parametrize("text", ["234", "2345-BCDE-FGH", "2345-BCDO", "桂A12345"])
def test_other_short_texts_are_not_taken_for_a_share_code(visitor: Visitor, text: str) -> None:
    visitor.asks("POST", "/verify", data={"text": text})
    visitor.sees("没能读出来", "没有找到凭证")
    assert "不是本服务台" not in visitor.page


@pytest.mark.parametrize("content", [b"", b"nothing", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\nbroken"])
def test_an_invalid_picture_gets_an_answer(visitor: Visitor, content: bytes) -> None:
    status = visitor.asks("POST", "/api/verify", files={"picture": ("a.png", content, "image/png")})
    assert status == (200 if content else 400)
    assert answer_of(visitor)["verdict"] == "unreadable"
    assert answer_of(visitor)["look"] == "doubtful"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"text": 5}', b"{", b'"text"', b"\xff\xfe", b"[" * 60_000])
def test_json_without_a_text_is_refused(visitor: Visitor, body: bytes) -> None:
    status = visitor.asks("POST", "/api/verify", content=body, headers={"Content-Type": "application/json"})
    assert status == 400


@pytest.mark.parametrize(("language", "sentence"), [("zh-CN", "现在人多"), ("en", "Many people are using this now")])
def test_a_busy_desk_gives_no_verdict(app: AppDriver, language: str, sentence: str) -> None:
    visitor = Visitor(app)  # Without a sandbox.
    headers = {"Accept-Language": language}
    files = {"picture": ("a.png", b"a picture", "image/png")}
    assert visitor.asks("POST", "/api/verify", files=files, headers=JSON | headers) == 503
    assert visitor.answer.json().keys() == {"error", "retry_after"}
    assert sentence in visitor.answer.json()["error"]
    assert visitor.answer.headers["retry-after"] == "3"
    assert visitor.asks("POST", "/verify", files=files, headers=headers) == 503
    assert visitor.answer.headers["retry-after"] == "3"
    visitor.sees(sentence)
    assert not any(mark in visitor.page for mark in ("不是本服务台", "not ours", "result bad"))
    app.now += timedelta(seconds=1)
    for _ in range(40):
        visitor.asks("GET", "/api/verify", params={"text": "x"}, headers=JSON)
    assert visitor.answer.status_code == 429
    assert visitor.answer.json().keys() == {"error"}
    assert int(visitor.answer.headers["retry-after"]) > 0


def test_a_neighbourhood_that_floods_the_page_keeps_nobody_else_from_it(app: AppDriver) -> None:
    visitor = Visitor(app)
    statuses = []
    for at in range(1, 255):
        visitor.comes_from(f"203.0.113.{at}")
        statuses.append(visitor.asks("GET", "/api/verify", params={"text": "x"}, headers=JSON))
    assert set(statuses) == {200, 429}
    assert statuses.count(200) == 120
    visitor.comes_from("198.51.100.1")
    assert visitor.asks("GET", "/api/verify", params={"text": "x"}, headers=JSON) == 200
