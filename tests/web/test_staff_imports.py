"""A file of the register that an admin sends on the staff's page: checked, proposed, and confirmed by another."""

import pytest
from sqlmodel import select

from storage.files import StoredFile
from storage.staff.import_proposals import ImportProposal
from storage.staff.members import StaffRole
from tests.cli.files import PEOPLE
from tests.services.test_second_factor import code_at
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored
from tests.stories.test_register_imports import on_record, stored_files
from tests.web.staff_browser import colleague, enrolled, signed_in
from tests.web.test_staff_proposals import admins
from tests.web.visitor import Visitor

WRONG = PEOPLE.replace("999999199005170017,李", "999999199005170018,李")


def sends_file(page: Visitor, content: bytes, **fields: str) -> int:
    """Send the form of the page with a file, let the desk check it, and return the status."""
    page.opens("/staff/imports")
    data = {"csrf": page.csrf(), "kind": "people", **fields}
    status = page.asks("POST", "/staff/imports/check", data=data, files={"file": ("张三的登记表.csv", content)})
    page.app.settle()
    return page.opens(page.answer.headers["location"]) if status == 303 else status


@pytest.fixture
def two(app: AppDriver) -> tuple[Actor, Actor]:
    return admins(app)


def proposals(app: AppDriver) -> list[ImportProposal]:
    found: list[ImportProposal] = app.read(lambda session: stored(session, ImportProposal))
    return found


def test_a_file_is_checked_proposed_and_confirmed_by_another(app: AppDriver, two: tuple[Actor, Actor]) -> None:
    page, other = (signed_in(app, each) for each in two)
    assert sends_file(page, PEOPLE.encode()) == 200
    page.sees("正在检查文件", "人员：新增 2，变化 0，不变 0")
    (row,) = proposals(app)
    (name,) = app.read(lambda session: session.exec(select(StoredFile.name)).all())
    assert (name, on_record(app)) == ("register.csv", False)
    code = code_at(enrolled(app, other), app.now)
    other.opens(f"/staff/imports/{row.id}")
    assert other.sends(f"/staff/imports/{row.id}/confirm", factor=code) == 200
    app.settle()
    assert on_record(app)
    assert "import" not in stored_files(app)


def test_wrong_rows_are_told_and_the_right_ones_go_only_if_it_is_asked(
    app: AppDriver, two: tuple[Actor, Actor]
) -> None:
    admin, page = two[0], signed_in(app, two[0])
    assert sends_file(page, WRONG.encode()) == 200
    assert admin.has_seen("有 1 行不正确，没有改动任何数据")
    assert (proposals(app), "import" in stored_files(app)) == ([], False)
    assert sends_file(page, WRONG.encode(), good_rows="yes") == 200
    (row,) = proposals(app)
    assert (row.new, row.wrong) == (1, 1)
    assert "report" in stored_files(app)


def test_what_is_no_file_of_the_register_is_refused(app: AppDriver, two: tuple[Actor, Actor]) -> None:
    page = signed_in(app, two[0])
    assert sends_file(page, b"") == 409
    page.sees("没有收到文件")
    for kind in ("staff", "", "cars"):
        assert sends_file(page, PEOPLE.encode(), kind=kind) == 409
    assert sends_file(page, PEOPLE.encode(), csrf="x") == 403
    assert sends_file(page, b"x" * 20_200_000) == 413
    assert (proposals(app), stored_files(app)) == ([], [])


def test_who_is_no_admin_is_refused_before_the_file_is_read(app: AppDriver) -> None:
    page = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    page.opens("/staff/browsers")
    files, csrf = {"file": ("a.csv", PEOPLE.encode())}, page.csrf()
    for data in ({"csrf": csrf, "kind": "people"}, {"csrf": "x"}):
        assert page.asks("POST", "/staff/imports/check", data=data, files=files) == 403
        page.sees("您不能打开这一页")
    page.comes_from("127.0.0.1")
    page.client.cookies.set("staff", "invented")
    assert page.asks("POST", "/staff/imports/check", files=files) == 303, "to the sign-in"
    assert stored_files(app) == []
