"""Cards of registration: terms, questions, confirmation."""

from bot import local_time
from bot.card import Button, ButtonStyle, Card, Keyboard, column
from bot.cards import large_text, menu
from bot.cards.identity import documents
from bot.cards.identity.unlocking import number_gone
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.services.review.identity_withdrawals import WithdrawalCost
from bot.services.values import masking, phones
from bot.texts import Texts

AGREE = Button("agree", str, in_step=True)
END_CASE = Button("end-case", str, in_step=True)
AGREE_SHARING = Button("agree-share", str, in_step=True)
KEEP = Button("keep", str, in_step=True)
RESEND = Button("resend", str, in_step=True)
GO_ON = Button("no-code", str, in_step=True)
CONFIRM = Button("confirm", str, in_step=True, style=ButtonStyle.MAIN)
CHANGE = Button("change", str, in_step=True)
COMMANDS = (Command("start", 100, guests=True),)


def ends_case(texts: Texts, cost: WithdrawalCost) -> Card:
    """Say that the open identity case ends with the registration, and offer to keep it."""
    due = local_time.date_of(cost.case.due_at)
    text = texts("registration-ends-case", number=cost.case.reference, due=due, most=cost.most, days=cost.days)
    return Card(text, column(END_CASE.on(texts.plain("registration-end-case"), ""), go("identity", texts)))


def case_over(texts: Texts) -> Card:
    """The identity case is over: nothing ends with the registration any more."""
    return Card(texts("registration-case-over"), column(END_CASE.on(texts.plain("registration-go-on"), "")))


def terms(texts: Texts, *, version: str, days: int) -> Card:
    """Show what the desk does and which personal data it stores for how long; consent is the first question."""
    text = f"{texts('terms', version=version, days=days)}\n\n{texts('terms-then-registration')}"
    return Card(text, (*column(AGREE.on(texts.plain("terms-agree"), "")), (go("language", texts),)))


def sharing(texts: Texts, *, version: str) -> Card:
    """Name the providers that carry personal data, and ask for the consent to it."""
    return Card(texts("sharing", version=version), column(AGREE_SHARING.on(texts.plain("sharing-agree"), "")))


def ask_name(texts: Texts, *, known: str = "") -> Card:
    """Ask for the name as on the ID card. known: what was typed before."""
    return keeping(Card(texts("registration-name")), texts, known)


def ask_id_number(texts: Texts, *, known: str = "") -> Card:
    """Ask for the ID number. known: what was typed before."""
    return keeping(Card(texts("registration-id-number")), texts, masking.id_number(known) if known else "")


def ask_contact(texts: Texts) -> Card:
    """Ask for the own contact, with a button below the text field."""
    label = texts.plain("registration-share-contact")
    return Card(texts("registration-contact"), keyboard=Keyboard.CONTACT, keyboard_label=label)


def keep_contact(texts: Texts, *, known: str) -> Card:
    """Offer to keep the phone number (E.164) whose contact was shared before."""
    keep = KEEP.on(texts.plain("registration-keep", known=masking.phone(known)), "")
    return Card(
        texts("registration-contact-again"), column(keep, CHANGE.on(texts.plain("registration-change-phone"), "phone"))
    )


def contact_taken(texts: Texts, *, phone: str) -> Card:
    """Confirm the contact, and remove its button."""
    return Card(texts("registration-contact-taken", phone=masking.phone(phone)), keyboard=Keyboard.NONE)


def ask_code(texts: Texts, *, minutes: int, is_sent: bool) -> Card:
    """Ask for the code sent to the number on record, if there is one: the text tells nobody.

    is_sent: whether there is a code that can be verified.
    """
    text = texts("registration-code", minutes=minutes, sent="yes" if is_sent else "no")
    resend, go_on = (
        RESEND.on(texts.plain("registration-resend"), ""),
        GO_ON.on(texts.plain("registration-no-code"), ""),
    )
    return Card(text, column(go_on, resend, number_gone(texts)))


def confirmation(texts: Texts, *, name: str, id_number: str, phone: str, is_proven: bool) -> Card:
    """Show what was entered, to be checked and confirmed. is_proven: whether it agrees with the register."""
    text = texts(
        "registration-confirm",
        name=name,
        number=documents.named(id_number, texts),
        phone=phones.display(phone),
        known="yes" if is_proven else "no",
    )
    return Card(
        text,
        column(
            CONFIRM.on(texts.plain("registration-confirm-button"), ""),
            CHANGE.on(texts.plain("registration-change-identity"), "identity"),
            CHANGE.on(texts.plain("registration-change-phone"), "phone"),
            *(() if is_proven else (go("identity", texts),)),
        ),
    )


def done(texts: Texts, *, name: str, commands: tuple[str, ...]) -> Card:
    """Confirm the registration, with the menu. name: the person's own, as they have typed it."""
    usual = menu.menu(texts, commands).with_text(texts("registration-done", name=name))
    return large_text.menu(texts, commands, usual) if texts.large else usual


def keeping(card: Card, texts: Texts, known: str) -> Card:
    """Return a question with a button that keeps what was entered before; without it, the same question."""
    return card.with_rows((KEEP.on(texts.plain("registration-keep", known=known), ""),)) if known else card
