"""Live views and files of a certificate, for owners, filed users and administrators."""

import pytest

from bot.services.filing import endings
from storage.filing.filings import EndReason
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import DUE, car, download, file, show_live


def test_a_filed_user_shows_the_certificate_but_cannot_apply_share_or_see_views(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    vehicle = car(app, owner, **DUE)
    file(app, driver, vehicle)
    show_live(driver)
    driver.sees("有效", "出示人：备案使用人")
    assert driver.labels() == ["刷新", "下载：图片、PDF", "加入日历", "检验标志电子凭证", "菜单"]
    show_live(owner)
    for label in ("分享码", "谁查看过", "要纸质标志", "申请新的检验标志"):
        _, data = owner.button(label)
        driver.forges(data)
        driver.sees("不能用")


def test_the_picture_of_a_filed_user_says_so(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    file(app, driver, car(app, owner))
    show_live(driver)
    assert download(driver).startswith(b"\x89PNG")


def test_after_unbinding_the_certificate_cannot_be_shown(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    filing = file(app, driver, car(app, owner))
    show_live(driver)
    driver.sees("正在实时出示")
    app.write(
        lambda session: endings.end(
            session, session.get_one(type(filing), filing.id), EndReason.BY_OWNER, by=None, now=app.now
        )
    )
    app.later(seconds=30)
    assert driver.has_seen("已收起")
    assert not driver.has_seen("正在实时出示")
    driver.taps("再次出示")
    assert driver.has_seen("不在您名下")


@pytest.mark.parametrize(
    ("label", "shows"), [("分享码", "的分享码"), ("谁查看过", "查看过"), ("菜单", "请选择要办理的事项")]
)
def test_a_live_view_that_was_left_takes_no_screen_back(app: AppDriver, label: str, shows: str) -> None:
    owner = cast.owner(app)
    car(app, owner)
    show_live(owner)
    owner.taps(label)
    app.later(seconds=30)
    owner.sees(shows)
    app.later(minutes=6)
    owner.sees(shows)
    assert not owner.has_seen("已收起")


def test_a_live_view_refreshes_itself_and_ends(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    show_live(owner)
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
def test_every_form_is_sent_as_a_file(app: AppDriver, label: str, begins: bytes) -> None:
    owner = cast.owner(app)
    car(app, owner)
    show_live(owner)
    assert download(owner, label).startswith(begins)
    owner.sees("桂A·12345", "2027年6月", "制作于", "离线凭证")


def test_the_administrator_shows_and_applies_for_the_organisations_vehicle(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, cast.organisation(app, administrator=owner), **DUE)
    show_live(owner)
    owner.taps("申请新的检验标志")
    owner.taps("我已了解，申请")
    owner.sees("已核发")
