"""Codes that were sent to a phone number are void for good once it changes, also if it becomes the person's again."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from bot.services.filing import approvals
from bot.services.identity import phone_changes, sms_codes
from bot.services.identity.sms_codes import CodeExpired
from storage.database import Database
from storage.identity import sms_codes as store
from storage.identity.accounts import Account
from storage.identity.sms_codes import CodePurpose, SmsCode
from storage.register import people
from storage.register.people import Person
from tests.services.builders import NOW, DataBuilder
from tests.services.identity_case_builders import OLD_PHONE, lost_account
from tests.services.sms_builders import send, sent, verify

# Identity cases have a test of their own; no code is sent for the portal.
PURPOSES = sorted(set(CodePurpose) - {CodePurpose.IDENTITY_CASE, CodePurpose.PORTAL})
OTHER_PHONE, SOON = "+8613911112222", NOW + timedelta(minutes=1)


@pytest.fixture
def own(data: DataBuilder) -> Account:
    """The account of the owner, who has a phone number."""
    return data.account(data.owner)


def there_and_back(data: DataBuilder, person: Person) -> None:
    """Have the register change a phone number, and change it back."""
    own = person.phone
    for phone in (OTHER_PHONE, own):
        phone_changes.change(data.session, person, phone, now=SOON)
    data.session.flush()


def subject(data: DataBuilder, purpose: CodePurpose, own: Account) -> UUID:
    """Return the row that a code of the owner is about."""
    if purpose is CodePurpose.OWNER_APPROVAL:
        filing = data.filing()
        data.approval(filing)
        return filing.id
    return own.id if purpose in {CodePurpose.UNLOCK, CodePurpose.PRIVACY} else uuid4()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_code_is_void_after_the_number_has_changed_and_changed_back(
    data: DataBuilder, own: Account, purpose: CodePurpose
) -> None:
    about, by = subject(data, purpose, own), own if purpose is CodePurpose.PAYMENT else None
    send(data.session, subject=about, phone=data.owner.phone, purpose=purpose, report_to=by)
    digits = sent(data.session)
    there_and_back(data, data.owner)
    with pytest.raises(CodeExpired):
        verify(data.session, digits, at=SOON, subject=about, purpose=purpose)
    assert not sms_codes.is_usable(data.session, purpose, about, phone=data.owner.phone, now=SOON)


def test_the_codes_of_others_with_the_same_number_stay(data: DataBuilder, own: Account) -> None:
    people.set_phone(data.filer, data.owner.phone)
    other = data.account(data.filer)
    send(data.session, subject=other.id, phone=data.owner.phone, purpose=CodePurpose.UNLOCK)
    digits = sent(data.session)
    there_and_back(data, data.owner)
    verify(data.session, digits, at=SOON, subject=other.id, purpose=CodePurpose.UNLOCK)


def test_a_number_that_is_set_again_ends_no_code(data: DataBuilder, own: Account) -> None:
    send(data.session, subject=own.id, phone=data.owner.phone, purpose=CodePurpose.UNLOCK)
    digits = sent(data.session)
    phone_changes.replace(data.session, data.owner, data.owner.phone, now=SOON)
    verify(data.session, digits, at=SOON, subject=own.id, purpose=CodePurpose.UNLOCK)


def test_a_filer_needs_a_new_code_after_the_number_of_the_owner_is_back(data: DataBuilder) -> None:
    filing = data.filing()
    data.approval(filing)
    purpose, phone = CodePurpose.OWNER_APPROVAL, data.owner.phone
    send(data.session, subject=filing.id, phone=phone, purpose=purpose)
    old = sent(data.session)
    there_and_back(data, data.owner)
    with pytest.raises(CodeExpired):
        approvals.approve_by_code(data.session, filing, old, by=data.filer, now=SOON)
    send(data.session, subject=filing.id, phone=phone, purpose=purpose, at=SOON)
    assert approvals.is_code_usable(data.session, filing, data.owner, now=SOON)


def test_the_code_of_an_identity_case_is_void_too(database: Database) -> None:
    case = lost_account(database)
    with database.transaction() as session:
        holder = session.get_one(Person, case.holder_id)
        assert store.current(session, CodePurpose.IDENTITY_CASE, case.case_id)
        for phone in (OTHER_PHONE, OLD_PHONE):
            phone_changes.change(session, holder, phone, now=SOON)
        session.flush()
        assert store.current(session, CodePurpose.IDENTITY_CASE, case.case_id) is None


def test_a_code_that_was_used_stays_used(data: DataBuilder, own: Account) -> None:
    code: SmsCode = send(data.session, subject=own.id, phone=data.owner.phone, purpose=CodePurpose.UNLOCK)
    assert store.use(data.session, code, at=SOON)
    there_and_back(data, data.owner)
    data.session.refresh(code)
    assert (code.used_at, code.ended_at) == (SOON, None)
