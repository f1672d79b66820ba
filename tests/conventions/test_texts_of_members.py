"""Every text whose key ends in a member of an enumeration, such as `approval-reason-…`, exists for each member."""

import ast
import re
from collections.abc import Iterable
from enum import StrEnum

from bot.adapters.certificates.keys import KeyState
from bot.adapters.certificates.verifier import CertificateVerdict
from bot.adapters.drawing.sandbox_jobs import CertificateForm
from bot.offices import OfficeKind
from bot.services.certificates.paper_changes import VoidReason
from bot.services.filing.refusal_reasons import RefusalReason
from bot.services.identity import consents
from bot.services.identity.levels import IdentityLevel
from bot.services.importing.kinds import ImportKind
from bot.services.review.face_checks import FaceCheckObstacle
from bot.services.review.face_verdicts import FaceCheckVerdict
from bot.services.review.identity_queue import IdentityHolding
from bot.services.review.identity_stakes import Stake
from bot.services.review.queue import Holding
from bot.services.review.return_reasons import ReturnReason
from bot.services.rules.names import RuleName
from bot.services.values.document_types import DocumentType
from bot.services.values.inspection_calendar import RenewalKind
from bot.services.values.plate_types import PlateType
from storage.certificates.certificates import IssueWay
from storage.certificates.paper_copies import PaperStatus, PaperWay
from storage.certificates.views import ViewerRole, ViewWay
from storage.filing.filings import EndReason, FilingStatus, FilingWay, Relationship
from storage.filing.vehicle_codes import VehicleCodeStatus
from storage.identity.consents import ConsentText
from storage.objections import ObjectionState
from storage.organisations.organisations import MemberRole
from storage.payments.bill_differences import DifferenceKind
from storage.payments.payments import OrderCloseReason, OrderState, PaymentProvider
from storage.payments.refunds import RefundReason, RefundState, RefundWay
from storage.register.people import LicenceStatus
from storage.register.vehicles import VehicleState, VehicleUse
from storage.review.blacklist import BlacklistStatus, FalseMaterial
from storage.review.identity_cases import IdentityCaseKind, IdentityCaseStatus
from storage.review.photos import PhotoSlot
from storage.review.reviews import ReviewStatus
from storage.staff.alarms import AlarmKind
from storage.staff.proposals import ProposalStatus
from storage.violations.decisions import DecisionState
from storage.violations.notifications import NotificationKind
from storage.violations.violations import ViolationState
from tests.conventions.source_tree import PRODUCT, ROOT, nodes, none_of
from tests.conventions.test_catalogues import messages

Members = Iterable[StrEnum]
WITH_HYPHENS = ".replace('_', '-')"


def _but(kind: type[StrEnum], *without: StrEnum) -> list[StrEnum]:
    """Return the members, but for those that are never shown there."""
    return [each for each in kind if each not in without]


OF_CERTIFICATES = _but(CertificateVerdict, CertificateVerdict.PAPER, CertificateVerdict.PAPER_REVOKED)
# Of a stored certificate, which needs no reading (`certificates.verdict_on`).
OF_OURS = [
    CertificateVerdict.VALID,
    CertificateVerdict.EXPIRED,
    CertificateVerdict.SUPERSEDED,
    CertificateVerdict.REVOKED,
    CertificateVerdict.VEHICLE_ABNORMAL,
]
# The keys with `{}` in place of the member. `_` of a value is `-` in the key.
KEYS: dict[str, Members] = {
    "agreed-{}": ConsentText,
    "alarm-{}": AlarmKind,
    "approval-reason-{}": RefusalReason,
    "blacklist-yours-{}": [BlacklistStatus.CONFIRMED, BlacklistStatus.REJECTED],
    "calendar-{}": RenewalKind,
    "case-holding-{}": _but(Holding, Holding.OWN, Holding.YOURS),
    "case-{}": _but(ReviewStatus, ReviewStatus.WAITING),
    "cashier-approve-{}": [RefundState.PROPOSED, RefundState.APPROVED, RefundState.FAILED],
    "cashier-ask-{}": RefundWay,
    "cashier-elsewhere-{}": RefundWay,
    "cashier-news-{}": _but(RefundState, RefundState.SENT, RefundState.DONE, RefundState.WITHDRAWN),
    "cashier-was-{}": RefundWay,
    "certificate-form-{}": CertificateForm,
    "certificate-now-{}": OF_OURS,
    "certificate-role-{}": ViewerRole,
    "certificate-view-{}": ViewWay,
    "check-photos-{}": FaceCheckObstacle,
    "check-verdict-{}": [FaceCheckVerdict.FAILED, FaceCheckVerdict.DOUBTFUL, FaceCheckVerdict.UNCLEAR],
    "consent-revoke-{}": consents.REVOCABLE,
    "consent-revoking-{}": consents.REVOCABLE,
    "decision-is-{}": DecisionState,
    "difference-{}": DifferenceKind,
    "document-type-{}": DocumentType,
    "end-reason-{}": EndReason,
    "false-{}": FalseMaterial,
    "filing-status-{}": FilingStatus,
    "filing-way-{}": FilingWay,
    "find-licence-{}": LicenceStatus,
    "identity-case-is-{}": _but(IdentityHolding, IdentityHolding.YOURS),
    "identity-case-{}": _but(IdentityCaseStatus, IdentityCaseStatus.WAITING, IdentityCaseStatus.TAKEN),
    "identity-kind-{}": IdentityCaseKind,
    "identity-now-{}": [IdentityCaseStatus.WAITING, IdentityCaseStatus.APPROVED, IdentityCaseStatus.REJECTED],
    "identity-staff-{}": IdentityCaseKind,
    "identity-stake-{}": Stake,
    "import-kind-{}": _but(ImportKind, ImportKind.STAFF),
    "issued-{}": IssueWay,
    "key-{}": KeyState,
    "level-{}": IdentityLevel,
    "news-kind-{}": NotificationKind,
    "objection-is-{}": ObjectionState,
    "objection-{}-notification": [ObjectionState.UPHELD, ObjectionState.REJECTED],
    "office-kind-{}": OfficeKind,
    "paper-changed-{}": VoidReason,
    "paper-do-{}": _but(PaperStatus, PaperStatus.REQUESTED, PaperStatus.CANCELLED),
    "paper-status-{}": PaperStatus,
    "paper-way-{}": PaperWay,
    "pay-by-{}": PaymentProvider,
    "payment-closed-{}": OrderCloseReason,
    "payment-is-{}": OrderState,
    "photo-{}": PhotoSlot,
    "photos-ask-{}": _but(PhotoSlot, PhotoSlot.SELFIE),
    "photos-replace-{}": _but(PhotoSlot, PhotoSlot.SELFIE),
    "plate-type-{}": PlateType,
    "portal-role-{}": MemberRole,
    "progress-next-{}": FilingStatus,
    "progress-why-owner-{}": RefusalReason,
    "progress-why-{}": ReturnReason,
    "provider-{}": PaymentProvider,
    "queue-{}": IdentityHolding,
    "refund-is-{}": RefundState,
    "refund-reason-{}": RefundReason,
    "relationship-{}": Relationship,
    "revocation-{}": ProposalStatus,
    "rule-count-{}": (),  # What a rule counts, where its name does not say it.
    "rule-name-{}": RuleName,
    "unbirth-{}": ProposalStatus,
    "unphone-{}": ProposalStatus,
    "unverify-{}": ProposalStatus,
    "vehicle-code-{}": VehicleCodeStatus,
    "vehicle-state-{}": VehicleState,
    "vehicle-use-{}": VehicleUse,
    "verdict-{}": OF_CERTIFICATES,
    "verification-paper-state-{}": DecisionState,
    "verification-{}": OF_CERTIFICATES,
    "violation-state-{}": ViolationState,
    "violations-to-{}": _but(ViolationState, ViolationState.CANCELLED),
}


def test_every_member_has_its_text() -> None:
    wanted = [key.format(each.value.replace("_", "-")) for key, members in KEYS.items() for each in members]
    none_of(sorted({*wanted} - messages("en").keys()), "Write in both languages of bot/locales:")


def test_every_key_that_ends_in_a_value_is_known() -> None:
    used = {key for _, node in nodes(*PRODUCT, kind=ast.JoinedStr) if (key := _key(node))}
    none_of(sorted(used - KEYS.keys()), "Write in KEYS of this file whose values they are:")


def test_every_consent_has_a_version_and_a_row_in_the_documents() -> None:
    none_of([each.value for each in ConsentText if each not in consents.VERSIONS], "Write in VERSIONS (consents.py):")
    table = (ROOT / "docs" / "personal-data.md").read_text().partition("\n## Consents")[2].partition("\n## ")[0]
    none_of(
        [each.value for each in ConsentText if f"`{each.value}`" not in table],
        "Write under “Consents” of docs/personal-data.md before what it is asked, and what revoking it does:",
    )


def _key(node: ast.AST) -> str:
    """Return the key that a formatted string is if its only value is that of a member, perhaps with `-` for `_`."""
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    placed = [each for each in parts if isinstance(each, ast.FormattedValue)]
    if len(placed) != 1 or not ast.unparse(placed[0].value).removesuffix(WITH_HYPHENS).endswith(".value"):
        return ""
    key = "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in parts)
    return key if re.fullmatch(r"[a-z][a-z-]*-\{\}[a-z-]*", key) else ""
