"""What people of a crowd come for: how they begin it, and which buttons lead on, the furthest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.stories.actor import Actor

Button = tuple[int, str, str]
"""A button that calls the desk: its message, its data, its label."""
FURTHEST = 0.85
"""How often somebody who can go on in several ways takes the one that leads furthest."""


@dataclass(frozen=True)
class Purpose:
    """Something to come for. `begins`: what is said first; `leads`: patterns of the labels that lead on."""

    begins: str
    leads: tuple[str, ...]

    def next_button(self, seen: Iterable[Button], random: Random) -> Button | None:
        """Choose a button that leads on, None where there is none."""
        seen = [each for each in seen if not any(nothing in each[2] for nothing in ("（0 ", "（0）", " 0 张"))]
        found = [[each for each in seen if re.search(lead, each[2])] for lead in self.leads]
        good = [each for each in found if each]
        if not good:
            return None
        return random.choice(good[0] if random.random() < FURTHEST else random.choice(good))


CHECKING = ("提交审核", "开始人脸认证", "开始实人认证")
RECORDS = ("处理并缴款", "全选", "处理这条", "选择并处理")
PAYING = Purpose(
    "/violations",
    ("微信支付|支付宝", "事实无误", "我已阅读并同意", *RECORDS, "我的待缴罚款", "查看决定书", "未处理", "未缴款"),
)
FILING = Purpose("/file", (*CHECKING, "确认，请车主验证", "朋友|家人", "重新开始"))
GOING_ON = Purpose("/progress", (*CHECKING, "重拍", "#.*(待实人认证|退办)"))
HOLDING_UP = Purpose(
    "/certificate", ("只看一次|7 天", "分享码", "图片", "下载", "我已了解", "申请新的检验标志", "收回", "桂A")
)
UNBINDING = Purpose("/vehicles", ("确定解除", "解除", "谁备案了这辆车", "桂A"))
SHOWING = Purpose("/file", ("我是车主", "重新开始", "桂A"))
ANSWERING = Purpose("/approvals", ("同意|拒绝", "不再接受|30 天"))
OBJECTING = Purpose("/violations", ("提交异议", "提出异议", "撤回异议", "异议 #", "未处理", "已缴款"))
REVIEWING = Purpose("/queue", ("通过|退办：", "领取", "#"))
HEARING = Purpose("/objections", ("成立", "#"))
REFUNDING = Purpose("/refund", ("同意退款|复核，|再退一次|已处理", "待同意|待复核|没有退成", "差异 #"))

OF_DRIVERS = {PAYING: 5, FILING: 5, GOING_ON: 4, HOLDING_UP: 2, UNBINDING: 1, OBJECTING: 1}
OF_OWNERS = {PAYING: 4, SHOWING: 6, ANSWERING: 5, HOLDING_UP: 3, UNBINDING: 1, OBJECTING: 1}
OF_REVIEWERS = {REVIEWING: 4, HEARING: 3}
OF_CASHIERS = {REFUNDING: 1}


def drawn(purposes: dict[Purpose, int], random: Random) -> Purpose:
    """Draw one of some purposes, by their weights."""
    return random.choices(list(purposes), list(purposes.values()))[0]


def buttons(messages: list[dict[str, Any]]) -> list[Button]:
    """Every button of some messages that calls the desk."""
    return [
        (message["message_id"], button["callback_data"], button["text"])
        for message in messages
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if "callback_data" in button
    ]


def screen(messages: list[dict[str, Any]]) -> str:
    """What the desk has put on a screen, to be compared with what stands there later."""
    return str([message for message in messages if message["from"]["is_bot"]][-4:])


def words(messages: list[dict[str, Any]]) -> str:
    """The words of the newest of some messages that is the desk's."""
    said = [message for message in messages if message["from"]["is_bot"]]
    return str(said[-1].get("text") or said[-1].get("caption") or "") if said else ""


def code_shown(owners: Iterable[Actor], random: Random) -> str:
    """What a driver types or opens who stands before one of these people: a car's code on their phones, or nothing."""
    captions = [message.get("caption", "") for owner in owners for message in owner.messages()[-6:]]
    found = [*re.findall(r"短码：(\S+)", "\n".join(captions))]
    links = [f"/start {link}" for link in re.findall(r"\?start=(\S+)", "\n".join(captions))]
    choices: list[str] = [*found, *links] or [""]
    return random.choice(choices)
