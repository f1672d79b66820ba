"""Showing a certificate: live, as a file, by whom."""

import pytest

from bot.services.filing import filings as filing_service
from storage.filing.filings import EndReason
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import DUE, car, download, file, hold_up


def test_a_filed_user_shows_but_cannot_apply_share_or_see_the_looks(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    vehicle = car(app, owner, **DUE)
    file(app, driver, vehicle)
    hold_up(driver)
    driver.sees("有效", "出示人: 备案使用人")
    assert driver.labels() == ["刷新", "下载：图片、PDF", "检验标志电子凭证", "菜单"]
    hold_up(owner)
    for label in ("分享码", "谁查看过", "要纸质标志", "申请新的检验标志"):
        _, data = owner.button(label)
        driver.forges(data)
        driver.sees("不能用")


def test_the_filed_users_picture_is_marked(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    file(app, driver, car(app, owner))
    hold_up(driver)
    assert download(driver).startswith(b"\x89PNG")


def test_who_has_been_unbound_shows_nothing_any_more(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    filing = file(app, driver, car(app, owner))
    hold_up(driver)
    driver.sees("正在实时出示")
    app.write(
        lambda session: filing_service.end(
            session, session.get_one(type(filing), filing.id), EndReason.BY_OWNER, by=None, now=app.now
        )
    )
    app.later(seconds=30)
    assert driver.has_seen("已收起")
    assert not driver.has_seen("正在实时出示")
    driver.taps("再次出示")
    assert driver.has_seen("不在您名下")


def test_the_live_card_renews_itself_and_is_put_away(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    hold_up(owner)
    owner.sees("10:00:00")
    count = len(owner.messages())
    app.later(seconds=30)
    owner.sees("10:00:30")
    app.later(seconds=30)
    owner.sees("10:01:00")
    owner.taps("刷新")
    for _ in range(10):
        app.later(seconds=30)
    owner.sees("已收起")
    assert len(owner.messages()) == count
    owner.taps("再次出示")
    owner.sees("正在实时出示")


@pytest.mark.parametrize(
    ("label", "begins"),
    [
        ("图片", b"\x89PNG"),
        ("图片（大字）", b"\x89PNG"),
        ("图片（高对比）", b"\x89PNG"),
        ("PDF（A4", b"%PDF"),
        ("PDF（车窗贴", b"%PDF"),
    ],
)
def test_every_form_is_handed_over_as_a_file(app: AppDriver, label: str, begins: bytes) -> None:
    owner = cast.owner(app)
    car(app, owner)
    hold_up(owner)
    assert download(owner, label).startswith(begins)
    owner.sees("桂A·12345", "2027年6月", "制作于", "离线凭证")


def test_the_administrator_shows_and_applies_for_the_organisations_car(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, cast.organisation(app, administrator=owner), **DUE)
    hold_up(owner)
    owner.taps("申请新的检验标志")
    owner.taps("我已了解，申请")
    owner.sees("已核发")
