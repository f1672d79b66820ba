"""/import: an admin sends a file, which is checked; another admin confirms it, and it is imported."""

from functools import partial

from sqlalchemy import text
from sqlmodel import select

from storage import files
from storage.audit import AuditEntry
from storage.files import StoredFile
from storage.register import people
from tests.cli.files import PEOPLE
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

LI = "999999199005170017"


def on_record(app: AppDriver) -> bool:
    return app.read(lambda session: people.by_id_number(session, LI)) is not None


def stored_files(app: AppDriver) -> list[str]:
    return [each.kind for each in app.read(lambda session: session.exec(select(StoredFile)).all())]


def reports(app: AppDriver) -> list[str]:
    kept = app.read(lambda session: session.exec(select(StoredFile).where(StoredFile.kind == "report")).all())
    found = [app.read(partial(files.read, file_id=each.id)) for each in sorted(kept, key=lambda each: each.created_at)]
    return [each.content.decode() for each in found if each is not None]


def propose(admin: Actor, text: str = PEOPLE) -> None:
    admin.says("/import")
    admin.taps("人员")
    admin.sends_photo(text.encode(), as_file=True)


def test_a_second_admin_confirms_a_checked_file(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose(admin)
    admin.sees("人员：检查通过", "新增 2 行")
    assert not on_record(app)
    admin.taps("提交确认")
    admin.sees("人员：新增 2，变化 0，不变 0", "等待另一位管理员确认")
    second_admin.sees("等待另一位管理员确认", "人员：新增 2")
    admin.says("/import")
    admin.sees("等待确认的导入：1 项")
    admin.taps("人员：新增 2")
    admin.taps("确认导入")
    admin.sees("要另一位管理员来")
    assert not on_record(app)
    second_admin.taps("确认导入")
    assert on_record(app)
    assert admin.has_seen("✅ 已导入")
    assert second_admin.has_seen("✅ 已导入")
    assert second_admin.has_seen("导入的结果见附件")
    assert reports(app) == ["人员：新增 2，变化 0，不变 0"]
    assert "import" not in stored_files(app)
    actions = [each.action for each in app.read(lambda session: session.exec(select(AuditEntry)).all())]
    assert {"import:proposed", "import:confirmed", "register:imported"} <= set(actions)


def test_what_is_wrong_with_a_file_is_attached_in_either_language(app: AppDriver, admin: Actor) -> None:
    propose(admin, PEOPLE.replace("999999199005170017,李", "999999199005170018,李"))
    admin.sees("有 1 行不正确", "没有改动任何数据")
    admin.says("/language")
    admin.taps("English")
    admin.says("/import vehicles")
    admin.sees("Send the file of", "Vehicles")
    admin.sends_photo(b"no,such,columns\n1,2,3\n", as_file=True)
    admin.sees("This file cannot be imported, and nothing has changed")
    chinese, english = reports(app)
    assert chinese.splitlines() == ["people.csv：没有导入，有 1 行不正确：", "  第 2 行，id_number：校验码不对"]
    assert english.startswith("vehicles.csv: the header row is wrong; missing columns: ")


def test_the_correct_rows_of_a_file_are_imported_without_the_wrong_ones(
    app: AppDriver, admin: Actor, second_admin: Actor
) -> None:
    propose(admin, PEOPLE.replace("999999199005170017,李", "999999199005170018,李"))
    admin.sees("有 1 行不正确", "其余的行可以导入：新增 1 行")
    assert reports(app) == ["people.csv：没有导入，有 1 行不正确：\n  第 2 行，id_number：校验码不对"]
    admin.taps("只提交正确的行")
    second_admin.sees("人员：新增 1", "另有 1 行不正确，不导入")
    second_admin.taps("确认导入")
    assert second_admin.has_seen("✅ 已导入")
    assert not on_record(app)
    assert app.read(lambda session: people.by_id_number(session, "99999919930226006X")) is not None
    assert "第 2 行" in reports(app)[-1]
    propose(admin, PEOPLE.replace("999999199005170017,李", "999999199005170018,李"))
    admin.sees("有 1 行不正确，没有改动任何数据")
    assert admin.labels() == ["导入登记数据"]


def test_admins_read_how_many_rows_proved_wrong_only_when_carried_out(
    app: AppDriver, admin: Actor, second_admin: Actor
) -> None:
    propose(admin)
    admin.taps("提交确认")
    second_admin.taps("确认导入")
    propose(admin, PEOPLE.replace("0000 0001", "0000 0099"))
    admin.taps("提交确认")
    trigger = "CREATE TRIGGER unchangeable BEFORE UPDATE ON people BEGIN SELECT RAISE(ABORT, 'unchangeable'); END"
    app.write(lambda session: session.connection().execute(text(trigger)))
    second_admin.taps("确认导入")
    for each in (admin, second_admin):
        assert each.has_seen("另有 1 行不正确，不导入。\n✅ 已导入")


def test_a_proposal_that_is_taken_back_or_refused_leaves_no_file(
    app: AppDriver, admin: Actor, second_admin: Actor
) -> None:
    propose(admin)
    admin.taps("提交确认")
    admin.taps("否决 / 撤回")
    admin.sees("提交人已撤回")
    assert stored_files(app) == []
    second_admin.taps("确认导入")
    assert second_admin.has_seen("这项导入已经有结果了")
    assert not on_record(app)


def test_only_admins_import(app: AppDriver, reviewer: Actor, admin: Actor, second_admin: Actor) -> None:
    reviewer.says("/import people")
    assert not reviewer.has_seen("CSV")
    propose(admin)
    admin.taps("提交确认")
    message, button = second_admin.button("确认导入")
    reviewer.forges(button, message["message_id"])
    assert not on_record(app)
