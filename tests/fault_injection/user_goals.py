"""Goals of the people of a crowd: how they start, and which buttons lead to the goal, the nearest to it first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.stories.actor import Actor

# A button with callback data: message id, callback data, label.
Button = tuple[int, str, str]
# The chance that a person chooses the button nearest to the goal.
FURTHEST = 0.85


@dataclass(frozen=True)
class UserGoal:
    """A goal. `begins`: the text that starts it; `leads`: patterns of labels that lead to it, the nearest first."""

    begins: str
    leads: tuple[str, ...]

    def next_button(self, seen: Iterable[Button], random: Random) -> Button | None:
        """Choose a button that leads to the goal. Returns None if there is none."""
        seen = [each for each in seen if not any(nothing in each[2] for nothing in ("（0 ", "（0）", " 0 张"))]
        found = [[each for each in seen if re.search(lead, each[2])] for lead in self.leads]
        good = [each for each in found if each]
        if not good:
            return None
        return random.choice(good[0] if random.random() < FURTHEST else random.choice(good))


CHECKING = ("提交审核", "开始人脸认证", "开始实人认证|重拍照片")
RECORDS = ("处理并缴款", "全选", "处理这条", "选择并处理")
PAYING = UserGoal(
    "/violations",
    ("微信支付|支付宝", "事实无误", *RECORDS, "我的待缴罚款", "查看决定书", "未处理", "未缴款"),
)
FILING = UserGoal("/file", (*CHECKING, "确认，请车主验证", "朋友|家人", "重新开始"))
CONTINUING = UserGoal("/progress", (*CHECKING, "重拍", "#.*(待实人认证|退办)"))
VIEWING_CERTIFICATE = UserGoal(
    "/certificate", ("只看一次|7 天", "分享码", "图片", "下载", "我已了解", "申请新的检验标志", "收回", "桂A")
)
UNBINDING = UserGoal("/vehicles", ("解除", "谁备案了这辆车", "桂A"))
SHOWING_CODE = UserGoal("/file", ("我是车主", "重新开始", "桂A"))
ANSWERING = UserGoal("/approvals", ("同意|拒绝", "不接受|30 天"))
OBJECTING = UserGoal("/violations", ("提交异议", "提出异议", "撤回异议", "异议 #", "未处理", "已缴款"))
REVIEWING = UserGoal("/queue", ("通过|退办", "领取", "#"))
DECIDING_OBJECTIONS = UserGoal("/objections", ("成立", "#"))
REFUNDING = UserGoal("/refund", ("同意退款|复核，|再退一次|已处理", "待同意|待复核|没有退成", "差异 #"))

OF_DRIVERS = {PAYING: 5, FILING: 5, CONTINUING: 4, VIEWING_CERTIFICATE: 2, UNBINDING: 1, OBJECTING: 1}
OF_OWNERS = {PAYING: 4, SHOWING_CODE: 6, ANSWERING: 5, VIEWING_CERTIFICATE: 3, UNBINDING: 1, OBJECTING: 1}
OF_REVIEWERS = {REVIEWING: 4, DECIDING_OBJECTIONS: 3}
OF_CASHIERS = {REFUNDING: 1}


def draw(goals: dict[UserGoal, int], random: Random) -> UserGoal:
    """Draw a goal by weight."""
    return random.choices(list(goals), list(goals.values()))[0]


def buttons(messages: list[dict[str, Any]]) -> list[Button]:
    """Return every button of these messages that has callback data."""
    return [
        (message["message_id"], button["callback_data"], button["text"])
        for message in messages
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if "callback_data" in button
    ]


def screen(messages: list[dict[str, Any]]) -> str:
    """Return the desk's newest messages, for comparison with later ones."""
    return str([message for message in messages if message["from"]["is_bot"]][-4:])


def newest_text(messages: list[dict[str, Any]]) -> str:
    """Return the text of the desk's newest message."""
    said = [message for message in messages if message["from"]["is_bot"]]
    return str(said[-1].get("text") or said[-1].get("caption") or "") if said else ""


def code_shown(owners: Iterable[Actor], random: Random) -> str:
    """Return a car's short code or link from the phone of one of these owners, or "" if there is none."""
    captions = [message.get("caption", "") for owner in owners for message in owner.messages()[-6:]]
    found = [*re.findall(r"短码：(\S+)", "\n".join(captions))]
    links = [f"/start {link}" for link in re.findall(r"\?start=(\S+)", "\n".join(captions))]
    choices: list[str] = [*found, *links] or [""]
    return random.choice(choices)
