"""Buttons and look-ups of members of staff who may not serve: unverified, signed out, dismissed or unregistered."""

from random import Random

from sqlmodel import Session, col, select

from bot.card import CardButton
from storage.database import add
from storage.staff.members import StaffMember
from tests.forgery import buttons as groups
from tests.forgery.kinds import Kind, Make, kind
from tests.forgery.own_matters import appoint_guests, as_second_accounts
from tests.forgery.scene import Scene
from tests.forgery.updates import Update, message, tap

STAFF_PHONE = "+8613911114444"
# Refusals that protect nobody: what was typed cannot be read, or a colleague was first.
UNFORGED = {
    "PersonWithoutPhone",  # There is nothing to withdraw.
    "PersonWithoutBirthDate",
    "InvalidTracking",
    "DayClosed",
    *("FactorExists", "FactorMissing", "FactorPaused", "FactorWrong"),  # Of the page: tests/web tries them there.
    "DifferenceResolved",
    "IdentityCaseOutdated",
    "IdentityReasonMissing",
    "InvalidStaffName",
    "NoReason",
    "NoSuchIdentityCase",
    "NoSuchPlate",
    "NoSuchRefund",
    "NobodyFound",
    "NotForYou",
    "NothingToClose",
    "NothingToRevoke",
    "NothingToTake",
    "NotUndone",
    "PaperMoved",
    "PaperVoid",
    "PaymentFirst",
    "PersonNotVerified",
    "PlateNotUnique",
    "ReferenceUnreadable",
    "RefundAlreadyMoved",
    "RuleDaysReversed",
    "RuleProposalDecided",
    "RevocationDecided",
    "RuleProposedAlready",
    "RuleUnchanged",
    "StaffEnded",
    "StaffProposalDecided",
    "StaffProposedAlready",
    "StaffRolesMissing",
    "UnknownAuditSubject",
    "UnreadableSearch",
    "WithdrawalDecided",
    "WithdrawalProposedAlready",
    "WordsMissing",
}


def dismiss_strangers(scene: Scene) -> None:
    """The strangers were members of staff with every role."""
    as_second_accounts(lambda scene: STAFF_PHONE)(scene)

    def action(session: Session) -> None:
        query = select(StaffMember).where(col(StaffMember.telegram_id).in_(scene.strangers))
        for member in session.exec(query).all():
            member.ended_at = scene.app.now
            add(session, member)

    scene.app.write(action)


def any_duty(name: str) -> Make:
    """Return a generator of taps on every button of staff, and of look-ups, by these people."""

    def make(scene: Scene, random: Random, at: int) -> Update:
        who, subject = getattr(scene, name)[at], random.choice(scene.subjects).hex
        if random.random() < 0.2:
            looked = random.choice((f"/find {scene.payer.id_number}", "/lookup 桂A12345", "/issue 桂A12345 2028-06"))
            return message(who, looked)
        return tap(who, scene.signed(CardButton("", random.choice(groups.STAFF_BUTTONS).verb, subject), who))

    return make


KINDS: tuple[Kind, ...] = (
    kind(
        "buttons of staff who are not verified",
        any_duty("strangers"), "staff-not-verified", "no-such-case",
        prepare=as_second_accounts(lambda scene: STAFF_PHONE, verified=False),
    ),
    kind(
        "buttons of staff who have signed out",
        any_duty("strangers"), "not-staff", "no-such-case", "signed-out", "staff-signed-out",
        prepare=as_second_accounts(lambda scene: STAFF_PHONE, locked=True),
    ),
    kind(
        "buttons of staff who were dismissed",
        any_duty("strangers"), "not-staff", "no-such-case", prepare=dismiss_strangers,
    ),
    kind(
        "buttons of staff who are not registered",
        any_duty("guests"), "staff-not-registered", "no-such-case", prepare=appoint_guests, attackers="guests",
    ),
)  # fmt: skip
