"""One matter of every kind that staff decide on the page, proposed by an admin with another account."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, select

from bot.services.importing import api_client_proposals, proposals as imports
from bot.services.importing.kinds import ImportKind
from bot.services.payments import bill_days, differences, refunds
from bot.services.rules import parser
from bot.services.staff import api_clients, members, rule_proposals, wrong_verifications
from storage import files
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy, PaperWay
from storage.certificates.revocation_proposals import RevocationProposal
from storage.database import add
from storage.filing.filings import Filing
from storage.identity import accounts
from storage.identity.accounts import Account
from storage.payments.bill_differences import BillDifference, DifferenceKind
from storage.payments.payments import PaymentProvider, PaymentTransaction
from storage.payments.refunds import RefundReason
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review.blacklist import BlacklistEntry, FalseMaterial
from storage.review.reviews import Review
from storage.staff import members as member_store
from storage.staff.members import StaffRole
from storage.staff.second_factors import SecondFactor
from tests.storage import rows

SECRET = "A" * 32


def put_all(session: Session, *, by: int) -> dict[str, str]:
    """Store the matters and return the path of each. by: the Telegram id of the admin who has proposed them."""
    now, account, member_id = datetime.now(UTC), account_of(session, by), _member(session, by)
    reviews = list(session.exec(select(Review)))
    acted: dict[str, Any] = {"proposed_by": member_id, "proposed_person": account.person_id, "proposed_at": now}
    filer = _filer(session, reviews[0])
    entry = BlacklistEntry(person_id=filer.id, review_id=reviews[0].id, reason=FalseMaterial.ANOTHERS_DOCUMENT, **acted)
    paper, certificate = _paper(session, filer, now)
    found = {
        "blacklist": add(session, entry),
        "refunds": _refund(session, now),
        "differences": _difference(session, now),
        "papers": paper,
        "revocations": add(session, RevocationProposal(certificate_id=certificate, why="检验造假", **acted)),
        **_proposed(session, account, now),
    }
    paths = {kind: f"{kind}/{row.id}" for kind, row in found.items()}
    client, _ = api_clients.create(session, "registry", ["vehicles", "people"], now=now)
    return paths | {"members": f"members/{member_id}", "clients": f"clients/{client.id}"}


def enrol(session: Session, telegram_id: int) -> None:
    """Give this account a second factor."""
    now, account = datetime.now(UTC), account_of(session, telegram_id)
    assert account.person_id is not None
    row = SecondFactor(account_id=account.id, person_id=account.person_id, begun_at=now, confirmed_at=now)
    row.secret = SECRET
    add(session, row)


def account_of(session: Session, telegram_id: int) -> Account:
    """Return the account of this Telegram user."""
    found = accounts.by_telegram(session, 1, telegram_id)
    assert found is not None
    return found


def _member(session: Session, telegram_id: int) -> UUID:
    found = member_store.by_telegram(session, telegram_id)
    assert found is not None
    return found.id


def _filer(session: Session, review: Review) -> Person:
    return session.get_one(Person, session.get_one(Filing, review.filing_id).filer_id)


def _refund(session: Session, now: datetime) -> Any:
    at = now - timedelta(days=1)
    paid = PaymentTransaction(
        provider=PaymentProvider.WECHAT,
        transaction_id="4200001",
        order_number="CZ1",
        amount=20_001,
        paid_at=at,
        booked_at=at,
        settles=False,
    )
    return refunds.propose(session, add(session, paid), 20_001, RefundReason.UNKNOWN_ORDER, about=uuid4(), now=now)


def _difference(session: Session, now: datetime) -> Any:
    kind, day = DifferenceKind.UNKNOWN_REFUND, bill_days.date_of(now) - timedelta(days=2)
    provider = PaymentProvider.ALIPAY
    differences.record(session, provider, kind, "R1", day=day, order="", ours=0, theirs=5_000, now=now)
    return session.exec(select(BillDifference)).one()


def _paper(session: Session, filer: Person, now: datetime) -> tuple[PaperCopy, UUID]:
    car = session.exec(select(Vehicle)).first()
    assert car is not None
    certificate = rows.put(session, Certificate, vehicle_id=car.id, valid_until="2028-06")
    copy = PaperCopy(
        number=1001,
        vehicle_id=car.id,
        certificate_id=certificate,
        person_id=filer.id,
        way=PaperWay.POST,
        requested_at=now,
        changed_at=now,
    )
    copy.recipient, copy.phone, copy.address = "王秀英", "+8613800000002", "广西南宁市青秀区民族大道100号3栋502"
    return add(session, copy), certificate


def _proposed(session: Session, by: Account, now: datetime) -> dict[str, Any]:
    person = session.exec(select(Person).where(Person.id != by.person_id)).first()
    assert person is not None
    person.verified_at = now
    add(session, person)
    file = files.store(session, b"x", kind="import", name="x.csv", media_type="text/csv", at=now)
    rule = parser.parse_rule("qr_minutes 7 为了试用", now=now)
    cashier = frozenset({StaffRole.CASHIER})
    return {
        "rule-proposals": rule_proposals.propose(session, rule, announce=True, by=by, now=now),
        "role-proposals": members.invite(session, "出纳小郑", cashier, by=by, now=now),
        "imports": imports.propose(session, ImportKind.PEOPLE, file, new=3, changed=1, unchanged=9, by=by, now=now),
        "withdrawals": wrong_verifications.propose(session, person.id, by=by, now=now),
        "client-proposals": api_client_proposals.propose(session, "insurer", ["vehicles", "events"], by=by, now=now),
    }
