"""Share codes and look-ups by officers: who may see a certificate, and who is notified."""

from datetime import date
from typing import Any

from sqlmodel import select

from bot.adapters.certificates import cose
from bot.adapters.certificates.verifier import MAX_CHARACTERS
from storage.certificates import views
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car, guest, owner_with_text

HEALTH = "HC1:NCFOXN%TSMAHN-HCVFSY1P84FFQ32N/9S6GO-QZ00XHFR$5"
BOMB = "CZ1:" + "0" * (MAX_CHARACTERS - 4)
NESTED = "CZ1:" + cose.to_text([[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]])[4:]


def test_a_single_use_share_code_shows_the_certificate_once_and_the_owner_is_notified(app: AppDriver) -> None:
    owner, _ = owner_with_text(app)
    owner.taps("分享码")
    owner.taps("只看一次")
    code = share_code(owner)
    other = guest(app)
    other.says(f"/verify {code.lower()}")
    other.sees("真实有效", "桂A·12345", "分享码出示")
    owner.sees("有人用分享码查看了", "公众", "有效")
    other.says(f"/verify {code}")
    other.sees("已经失效")


def test_a_share_code_for_days_can_be_revoked(app: AppDriver) -> None:
    owner, _ = owner_with_text(app)
    owner.taps("分享码")
    owner.taps("7 天")
    code, other = share_code(owner), guest(app)
    for _ in range(2):
        other.says(f"/verify {code}")
        other.sees("真实有效")
    owner.taps("分享码")
    owner.sees("已看 2 次")
    owner.taps("收回")
    other.says(f"/verify {code}")
    other.sees("已经失效")


def test_a_share_code_expires(app: AppDriver) -> None:
    owner, _ = owner_with_text(app)
    owner.taps("分享码")
    owner.taps("1 天")
    code, other = share_code(owner), guest(app)
    app.later(days=1)
    other.says(f"/verify {code}")
    other.sees("已经失效")


def test_an_eleventh_share_code_is_refused(app: AppDriver) -> None:
    owner, _ = owner_with_text(app)
    owner.taps("分享码")
    for _ in range(11):
        owner.taps("1 天")
        app.later(seconds=4)
    assert owner.has_seen("已有 10 个")


def test_the_owner_sees_the_views(app: AppDriver) -> None:
    owner, text = owner_with_text(app)
    officer = cast.reviewer(app, "交警小韦", roles=(StaffRole.OFFICER,))
    guest(app).says(f"/verify {text}")
    officer.says("/lookup 桂A12345")
    owner.taps("谁查看过")
    owner.sees("公众", "聊天里核验文字", "执法人员", "按号牌查询")
    assert not owner.has_seen("小韦")


def test_an_officer_sees_more_and_the_view_is_audited(app: AppDriver) -> None:
    _, text = owner_with_text(app)
    officer = cast.reviewer(app, "交警小韦", roles=(StaffRole.OFFICER,))
    officer.says(f"/verify {text}")
    officer.sees("真实有效", "执法查询", "状态：正常", "五菱宏光MINI", "王*英")
    other = guest(app)
    other.says(f"/verify {text}")
    assert "执法查询" not in other.last()
    assert "王*英" not in other.last()
    views = app.read(lambda session: session.exec(views_query()).all())
    assert sorted(view.role for view in views) == ["officer", "public"]


def test_an_officer_looks_up_a_plate(app: AppDriver) -> None:
    owner, officer = cast.owner(app), cast.reviewer(app, roles=(StaffRole.OFFICER,))
    car(app, owner, inspection_valid_until="2026-01", insurance_valid_until=date(2026, 11, 21))
    officer.says("/lookup 桂 a·12345")
    officer.sees("检验已过有效期", "桂A·12345", "2026年1月", "交强险已过期", "2026年11月21日")
    officer.says("/lookup")
    officer.sees("格式")
    officer.says("/lookup 桂B99999")
    officer.sees("没有号牌 桂B99999")
    for command in ("/lookup 桂A12345", "/lookup"):
        owner.says(command)
        owner.sees("没有这个命令")


def share_code(owner: Actor) -> str:
    """Return the share code in the newest message."""
    line = next(line for line in owner.last().splitlines() if line.count("-") == 2 and len(line.strip()) == 12)
    return line.strip()


def views_query() -> Any:
    """Return the query for all views."""
    return select(views.CertificateView)
