"""Typed answers that belong to no question: while several wait, in a flow, as replies, and about ended applications."""

from datetime import timedelta
from random import Random
from uuid import UUID

from sqlmodel import Session, col, select

from bot.card import CardButton
from bot.cards.filing import approval_withdrawal, approvals as cards, owner_requests
from bot.services.filing import approvals as service, filings as filing_service
from storage.database import add
from storage.engine.outbox import Delivery
from storage.filing import approvals, filings
from storage.filing.approvals import Approval, ApprovalStatus
from storage.filing.filings import Filing, FilingStatus
from storage.register.people import Person
from tests.forgery.kinds import Kind, kind
from tests.forgery.scene import Scene
from tests.forgery.text_messages import asked_for_words
from tests.forgery.updates import Update, bare_message, message, tap

CLEAR = ("同意", "拒绝", "yes", "no", "不同意", "I agree", "批准", "Refuse.", "同 意", "ＹＥＳ")
WEAK = ("好的", "嗯", "ok", "👌", "👍🏽", "行", "可以", "不行", "N", "👎", "对的", "Sure!")
NO_RELATIONSHIP = (*CLEAR, *WEAK, "123456", "222222", "B222222", "👨‍👩‍👧", "!!!", "…", "12 34 56")


def question_of(scene: Scene) -> Approval:
    """Return the question about the driver's application."""
    driver = scene.driver.person_id
    (filing,) = scene.app.read(lambda session: filings.all_of_filer(session, driver))
    found: Approval = scene.app.read(lambda session: approvals.of_filing(session, filing.id))
    return found


def message_of(scene: Scene) -> int:
    """Return the id of the message that has asked the owner about the driver's application."""
    about = question_of(scene).topic
    query = select(Delivery.message_id).where(Delivery.about == about, col(Delivery.message_id).is_not(None))
    query = query.where(Delivery.lane == scene.owner.account.lane)
    found: int = scene.app.read(lambda session: session.exec(query).first())
    assert found is not None
    return found


def reply_to(message_id: int, telegram_id: int, text: str) -> Update:
    """Return an update with a reply to this message of the desk."""
    return message(telegram_id, text, reply_to_message=bare_message(telegram_id, "?", message_id=message_id))


def clear_words(scene: Scene, random: Random, at: int) -> Update:
    """A clear answer while several questions wait: the owner is asked which one is meant."""
    return message(scene.owners[0], random.choice(CLEAR))


def weak_words(scene: Scene, random: Random, at: int) -> Update:
    """A weak answer while several questions wait, also with a number, which makes it no answer."""
    number = random.choice(scene.applications).number
    return message(
        scene.owners[0], random.choice((random.choice(WEAK), f"好的 #{number}", f"ok {number}", f"{number}"))
    )


def reply_to_nothing(scene: Scene, random: Random, at: int) -> Update:
    """An answer as a reply to a message that asks nothing, of any id."""
    number = random.choice((1, 2, 10**9, message_of(scene) + 10_000 + random.randrange(99)))
    return reply_to(number, scene.owners[0], random.choice(CLEAR + WEAK))


def reply_in_another_chat(scene: Scene, random: Random, at: int) -> Update:
    """A stranger's answer as a reply to a message with the id of the owner's question, or with its number."""
    number = random.choice((question_number(scene), random.choice(scene.applications).number))
    if random.random() < 0.3:
        return message(scene.strangers[at], f"{random.choice(('同意', 'yes', '拒绝'))} #{number}")
    return reply_to(message_of(scene), scene.strangers[at], random.choice(CLEAR + WEAK))


def question_number(scene: Scene) -> int:
    """Return the number of the driver's application."""
    filing = question_of(scene).filing_id
    number: int = scene.app.read(lambda session: session.get_one(Filing, filing).number)
    return number


def owner_in_a_flow(scene: Scene) -> None:
    """Bring the owner to a step that takes text: the plate of a car for which they apply."""
    owner = scene.owners[0]
    scene.feed([message(owner, "/file")])
    scene.feed([message(owner, "/file 02 桂D44444 444444")])


def words_in_a_flow(scene: Scene, random: Random, at: int) -> Update:
    """An answer at a step of the owner's own application that takes text: it answers nothing."""
    return message(scene.owners[0], random.choice(CLEAR + WEAK))


def no_relationship(scene: Scene, random: Random, at: int) -> Update:
    """An answer, a number or a picture in place of a relationship."""
    return message(scene.strangers[at], random.choice(NO_RELATIONSHIP))


def withdraw_the_application(scene: Scene) -> None:
    """Let the driver withdraw their application."""
    asked = question_of(scene)

    def action(session: Session) -> None:
        filing = session.get_one(Filing, asked.filing_id)
        if filing.status is FilingStatus.WAITING_OWNER:
            driver = session.get_one(Person, scene.driver.person_id)
            filing_service.withdraw(session, filing, by=driver, now=scene.app.now)

    scene.app.write(action)
    scene.app.settle()


def approve_the_first(scene: Scene) -> None:
    """Let the owner approve the application of the first filer."""
    asked = first_question(scene)

    def action(session: Session) -> None:
        if session.get_one(Approval, asked).status is ApprovalStatus.PENDING:
            owner = session.get_one(Person, scene.owner.person_id)
            service.approve(session, asked, by=owner, now=scene.app.now)

    scene.app.write(action)
    scene.app.settle()


def let_time_run_out(scene: Scene) -> None:
    """Let every question about the filers' applications be older than an owner may take to answer."""
    ids = [filing.id for filing in scene.applications[1:]]

    def action(session: Session) -> None:
        for approval in session.exec(select(Approval).where(col(Approval.filing_id).in_(ids))):
            approval.expires_at = scene.app.now - timedelta(seconds=1)
            add(session, approval)

    scene.app.write(action)


def first_question(scene: Scene) -> UUID:
    """Return the question about the application of the first filer."""
    filing = scene.applications[0].id
    approval: Approval = scene.app.read(lambda session: approvals.of_filing(session, filing))
    return approval.id


def answers_by_button(scene: Scene, random: Random, approval: Approval, number: int) -> Update:
    """Return an answer to this question by button or command, both ways."""
    who, verb = scene.owners[0], random.choice((cards.APPROVE.verb, cards.REFUSE.verb))
    command = random.choice((f"/approve {number}", f"/refuse {number}", f"/refuse {number} 不认识"))
    if random.random() < 0.5:
        return message(who, command)
    return tap(who, scene.signed(CardButton("", verb, approval.id.hex), who))


def answer_to_withdrawn(scene: Scene, random: Random, at: int) -> Update:
    """The owner answers an application that was withdrawn, by button or by number."""
    return answers_by_button(scene, random, question_of(scene), question_number(scene))


def reply_to_withdrawn(scene: Scene, random: Random, at: int) -> Update:
    """The owner replies to the question about an application that was withdrawn, while others wait."""
    return reply_to(message_of(scene), scene.owners[0], random.choice(CLEAR + WEAK))


def second_answer(scene: Scene, random: Random, at: int) -> Update:
    """The owner answers once more, by a button of a message whose buttons were removed, or approves by number."""
    key, number, who = first_question(scene), scene.applications[0].number, scene.owners[0]
    if random.random() < 0.3:
        return message(who, f"/approve {number}")
    return tap(who, scene.signed(CardButton("", random.choice((cards.APPROVE.verb, cards.REFUSE.verb)), key.hex), who))


def withdrawal_by_another(scene: Scene, random: Random, at: int) -> Update:
    """Somebody who does not speak for the vehicle takes the owner's agreement back, by words with its number."""
    number = scene.applications[0].number
    words = ("终止", "撤回同意", "拒绝", "stop", "withdraw", "I withdraw my consent", "解除备案")
    return message(scene.strangers[at], f"{random.choice(words)} #{number}")


def withdrawal_by_command(scene: Scene, random: Random, at: int) -> Update:
    """Somebody who does not speak for the vehicle takes the owner's agreement back by command."""
    number = scene.applications[0].number
    return message(scene.strangers[at], random.choice((f"/refuse {number}", f"/refuse {number} 不认识")))


def late_answer(scene: Scene, random: Random, at: int) -> Update:
    """The owner answers after the time to answer is over."""
    filing = random.choice(scene.applications[1:])
    approval = scene.app.read(lambda session: approvals.of_filing(session, filing.id))
    return answers_by_button(scene, random, approval, filing.number)


def too_early(scene: Scene, random: Random, at: int) -> Update:
    """The owner limits or stops an application to which they have not agreed yet."""
    who, filing = scene.owners[0], random.choice(scene.applications[1:])
    buttons = (approval_withdrawal.STOP, approval_withdrawal.STOP_CONFIRMED, owner_requests.TERM_OF)
    press = CardButton("", random.choice(buttons).verb, filing.id.hex)
    if random.random() < 0.3:
        press = owner_requests.SET_TERM.on_pair("", filing.id, random.choice((30, 90, owner_requests.NO_TERM)))
    return tap(who, scene.signed(press, who))


CHAT: tuple[Kind, ...] = (
    kind("clear words while several questions wait", clear_words, attackers="owners"),
    kind("weak words while several questions wait", weak_words, attackers="owners"),
    kind("answers as replies to messages that ask nothing", reply_to_nothing, attackers="owners"),
    kind("answers as replies in another person's chat", reply_in_another_chat),
    kind("answers in a flow that takes text", words_in_a_flow, prepare=owner_in_a_flow, attackers="owners"),
    kind(
        "answers and numbers in place of a relationship",
        no_relationship,
        "bad-relationship",
        prepare=asked_for_words,
    ),
    kind("owners' limits before their approval", too_early, "over", attackers="owners"),
)
LAST: tuple[Kind, ...] = (
    kind(
        "answers to applications that were withdrawn",
        answer_to_withdrawn, "closed", "over",
        prepare=withdraw_the_application, attackers="owners",
    ),
    kind(
        "replies to questions about applications that were withdrawn",
        reply_to_withdrawn, "closed",
        prepare=withdraw_the_application, attackers="owners",
    ),
    kind(
        "second answers, by buttons that were removed",
        second_answer, "closed", "over", prepare=approve_the_first, attackers="owners",
    ),
    kind("agreements taken back by others' words", withdrawal_by_another, prepare=approve_the_first),
    kind(
        "agreements taken back by others' commands", withdrawal_by_command, "no-such-question",
        prepare=approve_the_first,
    ),
    kind(
        "answers after the time is over",
        late_answer, "closed", "no-such-question", prepare=let_time_run_out, attackers="owners",
    ),
)  # fmt: skip
