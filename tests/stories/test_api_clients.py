"""/clients: an admin proposes a client of the machine API, another confirms, and the first is shown its key, once."""

import re
from typing import Any

from sqlmodel import select

from bot.services.staff import api_clients
from storage.audit import AuditEntry
from storage.engine.outbox import Delivery
from storage.staff.api_client_proposals import ApiClientProposal
from storage.staff.api_clients import ApiClient
from storage.staff.proposals import ProposalStatus
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver

KEY = re.compile(r"chezhu_[\w-]{43}")


def propose(admin: Actor) -> None:
    admin.says("/clients Insurer insurances, taxes")
    admin.taps("提交，请另一位管理员确认")


def fetch(admin: Actor, second_admin: Actor) -> str:
    """Return the key of a client that both admins have made."""
    propose(admin)
    second_admin.taps("✅ 确认")
    admin.taps("查看密钥")
    return shown(admin)[0]


def shown(*admins: Actor) -> list[str]:
    """Return the keys that stand in these chats."""
    return [key for each in admins for message in each.messages() for key in KEY.findall(message.get("text", ""))]


def test_the_key_is_shown_once_to_who_has_proposed_it(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    admin.says("/clients")
    admin.sees("没有客户端", "没有等待处理的提议")
    admin.taps("新建客户端")
    admin.says("Not a name")
    admin.sees("2 到 31 个小写字母")
    admin.says("Insurer")
    admin.taps("提交，请另一位管理员确认")
    admin.sees("至少选一项")
    for label in ("交强险", "车船税", "人员", "人员"):
        admin.taps(label)
    admin.taps("提交，请另一位管理员确认")
    admin.sees("新建数据接口客户端：insurer", "交强险、车船税", "等待另一位管理员确认")
    admin.taps("✅ 确认")
    admin.sees("要另一位管理员来")
    second_admin.sees("新建数据接口客户端：insurer")
    second_admin.taps("✅ 确认")
    second_admin.sees("提议人可以在 7 天内查看密钥")
    assert not any("查看密钥" in label for label in second_admin.labels())
    admin.says("/clients")
    admin.taps("待处理：insurer")
    admin.taps("查看密钥")
    (key,) = shown(admin, second_admin)
    assert admin.messages()[-1]["has_protected_content"]
    assert app.read(lambda session: api_clients.find(session, key)) is not None
    admin.taps("已保存")
    admin.sees("密钥不再显示")
    assert shown(admin, second_admin) == []
    assert second_admin.has_seen("已向提议人显示过一次")
    entries = stored(app, AuditEntry)
    made = [each.action for each in entries if each.action.startswith("api_client:")]
    assert made == ["api_client:proposed", "api_client:confirmed", "api_client:created"]
    assert not any(key in repr(each.details) for each in entries)


def test_a_key_that_nobody_has_saved_leaves_the_chat_after_ten_minutes(
    app: AppDriver, admin: Actor, second_admin: Actor
) -> None:
    key = fetch(admin, second_admin)
    app.later(minutes=9)
    assert shown(admin) == [key]
    app.later(minutes=1)
    assert shown(admin) == []
    admin.sees("密钥不再显示")
    assert not any(each.payload for each in stored(app, Delivery))


def test_a_key_is_made_once(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose(admin)
    second_admin.taps("✅ 确认")
    message, button = admin.button("查看密钥")
    admin.taps("查看密钥")
    admin.taps("已保存")
    admin.forges(button, message["message_id"])
    assert admin.has_seen("这个密钥已经显示过")
    assert len(stored(app, ApiClient)) == 1


def test_a_key_that_is_not_fetched_in_time_is_not_made(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    propose(admin)
    second_admin.taps("✅ 确认")
    app.later(days=7)
    admin.taps("查看密钥")
    admin.sees("没有在 7 天内查看")
    admin.says("/clients")
    admin.sees("没有等待处理的提议")
    assert stored(app, ApiClient) == []


def test_one_admin_revokes_a_key_at_once(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    key = fetch(admin, second_admin)
    second_admin.says("/clients")
    second_admin.sees("1 个客户端", f"insurer（…{key[-4:]}）：交强险、车船税。还没有用过。")
    second_admin.taps("insurer")
    second_admin.sees("撤销立即生效")
    second_admin.taps("立即撤销密钥")
    second_admin.sees("密钥已撤销")
    assert app.read(lambda session: api_clients.find(session, key)) is None
    admin.sees("管理员撤销了一个程序的密钥", "insurer")
    assert not second_admin.has_seen("管理员撤销了一个程序的密钥")
    propose(admin)
    admin.taps("否决 / 撤回")
    admin.sees("提议人已撤回")
    assert second_admin.has_seen("提议人已撤回")


def test_names_and_kinds_that_cannot_be_are_refused(app: AppDriver, admin: Actor, second_admin: Actor) -> None:
    admin.says("/clients insurer cars")
    admin.sees("有的范围不存在", "insurances")
    propose(admin)
    propose(admin)
    admin.sees("已有一个提议在等确认")
    admin.says("/cancel")
    second_admin.taps("✅ 确认")
    admin.taps("查看密钥")
    admin.says("/clients insurer people")
    admin.sees("已经有叫 insurer 的客户端")


def test_only_admins_see_clients(app: AppDriver, reviewer: Actor, admin: Actor, second_admin: Actor) -> None:
    reviewer.says("/clients")
    assert not reviewer.has_seen("数据接口")
    propose(admin)
    message, button = second_admin.button("✅ 确认")
    reviewer.forges(button, message["message_id"])
    assert proposal(app).status is ProposalStatus.OPEN


def proposal(app: AppDriver) -> ApiClientProposal:
    found: list[ApiClientProposal] = stored(app, ApiClientProposal)
    return found[0]


def stored(app: AppDriver, kind: type[Any]) -> list[Any]:
    found: list[Any] = app.read(lambda session: list(session.exec(select(kind)).all()))
    return found
