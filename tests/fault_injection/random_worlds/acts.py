"""What the people of a random world do. An act is one or several inputs of one person, or of several at once."""

import re
from collections.abc import Callable
from functools import partial
from uuid import UUID

from storage.filing.approvals import Approval
from storage.filing.filings import Filing
from tests.fault_injection.random_worlds.people import Society
from tests.fault_injection.random_worlds.residents import Resident, Shown
from tests.stories.pictures import photo

STRAY = (
    "同意",
    "拒绝",
    "好的",
    "嗯",
    "👌",
    "不",
    "yes",
    "no",
    "ok",
    "取消",
    "/cancel",
    "123456",
    "朋友",
    "你好",
    "可以",
)
COMMANDS = (
    "/menu",
    "/approvals",
    "/vehicles",
    "/progress",
    "/privacy",
    "/file",
    "/identity",
    "/organisation",
    "/start",
)
YES = re.compile("同意")
LEADING = re.compile("确认|同意|朋友|家人|提交|继续|确定|说好|接受|没有和我说好|天|终止|解除|期限|不再接受|恢复")
GOING_ON = ("waiting_owner", "checking", "in_review", "returned", "active")
MANAGING = re.compile("终止|解除|期限|不再接受|拒绝")
Act = Callable[[Society], object]


def apply(society: Society) -> None:
    """Apply for a car by the SMS way."""
    who = society.somebody()
    six = "123456" if society.random.random() < 0.95 else "654321"
    who.says(f"/file 02 {society.plate()} {six}")
    for label in ("朋友", "确认，请车主验证"):
        if who.has(label):
            who.taps(label)


def show_code(society: Society) -> None:
    """Show the code of a car on its owner's screen; somebody opens its link."""
    owner, who = society.somebody(), society.somebody()
    owner.says("/file")
    if owner.has("我是车主"):
        owner.taps("我是车主")
    plate = society.plate()[1:]
    if owner.has(plate):
        owner.taps(plate)
    captions = "\n".join(str(each.get("caption", "")) for each in owner.messages()[-6:])
    links, shorts = re.findall(r"\?start=(\S+)", captions), re.findall(r"短码：(\S+)", captions)
    if links:
        society.app.later(seconds=1)
        who.says(society.random.choice([f"/start {links[-1]}", shorts[-1] if shorts else "/menu"]))
        lead(society, who, 3)


def lead(society: Society, who: Resident, taps: int) -> None:
    """Tap what leads on from the newest messages."""
    for _ in range(taps):
        found = [each for each in who.shown(of=2) if LEADING.search(each[2])]
        if found:
            who.press(society.random.choice(found))


def wander(society: Society) -> None:
    """Tap a button that is on the screen, or was there long ago."""
    who = society.somebody()
    shown = who.shown()
    found = list(who.seen) if society.random.random() < 0.3 else shown
    if found:
        who.press(society.random.choice(found))


def follow(society: Society) -> None:
    """Open a page and go on from there."""
    who = society.somebody()
    who.says(society.random.choice(COMMANDS))
    lead(society, who, society.random.randrange(1, 4))


def stray(society: Society) -> None:
    """Type a stray word, alone or as a reply to an older message."""
    who, word = society.somebody(), society.random.choice(STRAY)
    messages = [each for each in who.messages() if each["from"]["is_bot"]]
    if messages and society.random.random() < 0.4:
        who.says(word, reply_to=society.random.choice(messages[-12:])["message_id"])
    else:
        who.says(word)


def type_code(society: Society) -> None:
    """Type the newest code on one's own or an owner's phone, sometimes a wrong one."""
    waiting = [each for each in society.everybody if "验证码" in each.last()] or society.everybody
    who = society.random.choice(waiting)
    phones = [who.phone, *(each.phone for each in society.random.sample(society.residents, 2))]
    last_digits = re.findall(r"\d{4}", who.last())
    phones += [each.phone for each in society.everybody if each.phone[-4:] in last_digits] * 3
    texts = society.app.world.sms.received(society.random.choice(phones))
    codes = re.findall(r"验证码 (\d{6,8})", "\n".join(str(each["text"]) for each in texts[-3:]))
    if codes:
        wrong = society.random.random() < 0.15
        who.says(f"{int(codes[-1]) + 1:0{len(codes[-1])}}" if wrong else codes[-1])


def answers(society: Society, who: Resident, number: int) -> list[Callable[[], None]]:
    """Return every way in which this person can answer the question about an application, also an outdated one."""
    buttons = [each for each in [*who.shown(of=12), *who.seen] if each[3] == number and _is_answer(each)]
    asked = [each["message_id"] for each in who.messages() if f"#{number}" in str(each.get("text", ""))]
    words = society.random.choice(("同意", "拒绝", "好的", "不"))
    ways: list[Callable[[], None]] = [partial(who.press, each) for each in buttons[-6:]]
    ways += [partial(who.says, words, reply_to=each) for each in asked[-3:]]
    ways += [partial(who.says, f"/{each} {number}") for each in ("approve", "refuse")]
    ways += [partial(who.says, f"{words[:2]} #{number}"), partial(who.says, words)]
    return ways


def _is_answer(shown: Shown) -> bool:
    return any(word in shown[2] for word in ("同意", "拒绝"))


def answer(society: Society) -> None:
    """Let who speaks for the car answer a question, once or in several ways, one after the other or at once."""
    question = _question(society)
    who = society.of_person(question[1]) if question else None
    if question is None or who is None:
        return
    ways = answers(society, who, question[0])
    chosen = society.random.choices(ways, k=society.random.choice((1, 1, 1, 2, 3)))
    if society.random.random() < 0.4:
        with society.app.at_once():
            for way in chosen:
                way()
        return
    for way in chosen:
        way()
    lead(society, who, society.random.randrange(2))


def answer_of_another(society: Society) -> None:
    """Let somebody else answer a question, with the numbers and buttons that they know."""
    question, who = _question(society), society.somebody()
    if question is not None:
        society.random.choice(answers(society, who, question[0]))()


def answer_and_withdraw(society: Society) -> None:
    """Let owner and filer act at once: the owner answers, the filer withdraws or types the code."""
    question = _question(society)
    if question is None:
        return
    number, owner_id, filer_id = question
    owner, filer = society.of_person(owner_id), society.of_person(filer_id)
    if owner is None or filer is None:
        return
    filer.shown(of=10)
    codes = re.findall(r"验证码 (\d{6})(?!\d)", "\n".join(owner.sms()[-2:]))
    filers: list[Callable[[], None]] = []
    filers += [partial(filer.press, each) for each in filer.seen if "撤回" in each[2]][-2:]
    filers += [partial(filer.says, codes[-1])] * 2 if codes else []
    with society.app.at_once():
        for way in society.random.sample(filers, min(1, len(filers))):
            way()
        society.random.choice(answers(society, owner, number))()


def _question(society: Society) -> tuple[int, UUID | None, UUID] | None:
    """Return a question: its number, who was asked, and the filer; mostly one that waits."""
    records = society.app.records
    found = list(records.table(Approval).values())
    waiting = [each for each in found if each.status == "pending"]
    chosen = waiting if waiting and society.random.random() < 0.85 else found
    if not chosen:
        return None
    asked = [records.table(Filing)[each.filing_id] for each in chosen]
    filing = society.random.choice(sorted(asked, key=lambda each: each.number))
    return filing.number, records.speaker(filing.vehicle_id), filing.filer_id


def manage(society: Society) -> None:
    """Let who speaks for a car take back, limit, end or block what goes on, or lift a block; now and then another."""
    filings = society.app.records.table(Filing).values()
    going_on = sorted((row for row in filings if row.status in GOING_ON), key=lambda row: row.number)
    if not going_on:
        return
    speaker = society.app.records.speaker(society.random.choice(going_on).vehicle_id)
    who = society.of_person(speaker) if society.random.random() < 0.9 else society.somebody()
    if who is None:
        return
    who.says("/approvals")
    found = [each for each in who.shown(of=1) if MANAGING.search(each[2])]
    if found:
        who.press(society.random.choice(found))
        lead(society, who, 2)


def guess(society: Society) -> None:
    """Try several codes in a row where a step asks for one."""
    waiting = [each for each in society.everybody if "验证码" in each.last()]
    if waiting:
        who = society.random.choice(waiting)
        length = society.random.choice((6, 8, 10))
        for _ in range(society.random.randrange(2, 8)):
            who.says(f"{society.random.randrange(10**length):0{length}}")


def send_photos(society: Society) -> None:
    """Send photos where a step asks for them, and go on."""
    who = society.random.choice([each for each in society.everybody if "照" in each.last()] or society.everybody)
    for _ in range(2):
        society.photos += 1
        who.sends_photo(photo(society.photos, size=(240, 300)))
    lead(society, who, 1)


def pass_time(society: Society) -> None:
    """Let minutes, hours or days pass."""
    society.app.later(minutes=society.random.choice((1, 2, 6, 31, 60, 8 * 60, 24 * 60, 25 * 60, 73 * 60, 31 * 24 * 60)))
