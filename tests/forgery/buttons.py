"""Groups of buttons by whose rows they are about, which decides how the desk refuses them to others.

`test_buttons.py` finds every button of `bot.cards` and fails if one is in no group.
"""

from typing import Any

import bot.cards
from bot import discovery
from bot.card import Button
from bot.cards import menu, navigation, objections, organisations, privacy
from bot.cards.certificates import certificates, paper_copies, verification
from bot.cards.filing import (
    approvals,
    consent_withdrawal,
    filings,
    my_vehicles,
    owner_requests,
    typed_answers,
    vehicle_codes,
    withdrawal,
)
from bot.cards.identity import consents, unlocking
from bot.cards.payments import ledger_export, payments, reconciliation, refunds
from bot.cards.review import blacklist, identity_cases, identity_queue, reviews
from bot.cards.staff import audit, member_identity, members, rules
from bot.cards.violations import decisions, violations

Buttons = tuple[Button[Any], ...]


def discovered() -> dict[str, Button[Any]]:
    """Return every button that a module of `bot.cards` defines, by module and name."""
    return {
        f"{module.__name__}.{name}": value
        for module in discovery.modules(bot.cards)
        for name, value in vars(module).items()
        if isinstance(value, Button)
    }


# Buttons whose subject is a row, by whose row it is.
OWNER_BUTTONS: Buttons = (
    approvals.APPROVE, approvals.REFUSE, approvals.BLOCK, consent_withdrawal.STOP, consent_withdrawal.STOP_CONFIRMED,
    consent_withdrawal.BLOCK_FILER, owner_requests.TERM_OF, owner_requests.LIFT,
)  # fmt: skip
FILER_BUTTONS: Buttons = (
    filings.ENTER_CODE, filings.CHECK, filings.WITHDRAW, withdrawal.WITHDRAW_CONFIRMED, filings.SHOW,
)  # fmt: skip
VEHICLE_BUTTONS: Buttons = (
    my_vehicles.CAR, my_vehicles.FILERS, my_vehicles.PAST, my_vehicles.UNBIND, my_vehicles.UNBIND_CONFIRMED,
    vehicle_codes.VEHICLE_QR, vehicle_codes.CANCEL_QR,
)  # fmt: skip
CERTIFICATE_BUTTONS: Buttons = (
    certificates.CERTIFICATE, certificates.EXTEND, certificates.FORMS, certificates.APPLY, certificates.AGREE,
    certificates.SHARES, certificates.UNSHARE, certificates.VIEWS, certificates.PAPER,
)  # fmt: skip
PAYMENT_BUTTONS: Buttons = (
    violations.SHOW, violations.HANDLE, violations.HANDLE_ONE, decisions.DECISION, decisions.DECISION_PDF,
    decisions.FEES, decisions.RECEIPT, decisions.RECHECK_DECISION, payments.RECHECK, payments.OTHER_PROVIDER,
)  # fmt: skip
ORGANISATION_BUTTONS: Buttons = (
    organisations.ORGANISATION, organisations.MEMBERS, organisations.MEMBER, organisations.INVITE, organisations.REMOVE,
    organisations.REMOVE_CONFIRMED, organisations.HAND_OVER, organisations.HAND_OVER_CONFIRMED, organisations.LEAVE,
    organisations.LEAVE_CONFIRMED,
)  # fmt: skip
CASE_BUTTONS: Buttons = (
    paper_copies.COPY, paper_copies.CANCEL_COPY, objections.OBJECT, objections.OBJECTION, objections.WITHDRAW,
    reviews.ENROL, identity_cases.WITHDRAW, identity_cases.STOP,
    identity_cases.CODE,
)  # fmt: skip
STAFF_BUTTONS: Buttons = (
    reviews.TAKE, reviews.CASE, reviews.PASS, reviews.RETURN_WORDS, reviews.RELEASE, reviews.FALSE,
    blacklist.LISTING, blacklist.CONFIRM_LISTING, blacklist.REJECT_LISTING, blacklist.LIFT, blacklist.UPHOLD,
    rules.OPEN, rules.CONFIRM, rules.REFUSE, refunds.REFUND, refunds.APPROVE,
    reconciliation.DIFFERENCE, reconciliation.SETTLED, paper_copies.WORK,
    objections.OPEN, objections.UPHOLD, objections.REJECT,
    identity_queue.TAKE, identity_queue.RELEASE, identity_queue.APPROVE, identity_queue.REJECT,
    members.MEMBER, members.CHANGE, members.END, members.END_SURELY, members.OPEN, members.CONFIRM, members.REFUSE,
    member_identity.VERIFY,
)  # fmt: skip

# Buttons whose subject is a row and a parameter, with parameters that are sent: valid and invalid ones.
Parameters = tuple[tuple[Button[Any], str], ...]
PARAMETERS: Parameters = (
    (approvals.REASON, "1"), (approvals.REASON, "9"), (approvals.REASON, "x"),
    (approvals.TERM, "365"), (violations.CAR, "u"), (certificates.DRAW, "pdf"), (certificates.SHARE, "7"),
    (decisions.PAY, "w"), (organisations.CARS, "0"), (organisations.CARS, "999999999"), (approvals.TERM, "-1"),
    (owner_requests.LIMIT, "30"), (owner_requests.LIMIT, "0"), (owner_requests.LIMIT, "-1"),
    (approvals.TERM, "x"), (certificates.SHARE, "x"), (decisions.PAY, ""), (violations.CAR, "?"),
)  # fmt: skip
STAFF_PARAMETERS: Parameters = ((reviews.RETURN, "1"), (blacklist.FALSE_WHY, "1"), (paper_copies.ADVANCE, "printed"))

# Buttons without a row: they are about the person who taps, about a secret in their subject, or open a list.
PERSONAL_BUTTONS: Buttons = (
    navigation.GO, navigation.RESUME, navigation.RESTART, menu.LANGUAGE, verification.VERIFY_AGAIN,
    typed_answers.NOT_AN_ANSWER, owner_requests.PAGE, owner_requests.BLOCKS, unlocking.UNLOCK, consents.AGREE,
    identity_cases.BEGIN,
    vehicle_codes.MY_CODES, organisations.SIGN_IN, organisations.SIGN_OUT, organisations.ACCEPT, members.ACCEPT,
    privacy.EXPORT, privacy.FACE, privacy.REVOKE, privacy.REVOKE_NOW, privacy.SIGN_OUT, privacy.SIGN_OUT_NOW,
    privacy.DELETE,
    violations.NOTIFICATION_SETTINGS, violations.UNPAID, violations.PAID, violations.MUTE, rules.TOPIC,
    member_identity.ASK,
)  # fmt: skip
STAFF_LIST_BUTTONS: Buttons = (
    audit.OLDER, audit.VERIFY, members.INVITE, ledger_export.EXPORT, reconciliation.RECONCILE,
)  # fmt: skip

# Buttons of one step of a flow: stale everywhere else.
STEP_BUTTONS: Buttons = tuple(button for button in discovered().values() if button.in_step)

GROUPS: tuple[Buttons, ...] = (
    OWNER_BUTTONS, FILER_BUTTONS, VEHICLE_BUTTONS, CERTIFICATE_BUTTONS, PAYMENT_BUTTONS, ORGANISATION_BUTTONS,
    CASE_BUTTONS, STAFF_BUTTONS, PERSONAL_BUTTONS, STAFF_LIST_BUTTONS, STEP_BUTTONS,
    tuple(button for button, _ in PARAMETERS + STAFF_PARAMETERS),
)  # fmt: skip
