"""Rows of one person: certificates, their copies and keys."""

from uuid import uuid4

from storage.certificates import share_codes
from storage.certificates.certificates import Certificate, IssueWay
from storage.certificates.delivery_addresses import RememberedAddress
from storage.certificates.paper_copies import PaperCopy, PaperWay
from storage.certificates.signing_keys import StoredSigningKeys
from storage.register.vehicles import Vehicle
from tests.data_protection.personal_tables import NOW, SOON, DataSubject, DeletionEffect, personal_row
from tests.data_protection.row_states import row_states


@personal_row("certificate_keyring", DeletionEffect.KEPT)
def keyring(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = StoredSigningKeys(id=uuid4(), changed_at=NOW)
    row.keys = user.text("certificate_keyring")
    user.put(row)


@personal_row("certificates", DeletionEffect.UNLINKED, not_exported="the note is of the staff who revoked it")
def certificate(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Certificate(
        number=user.about, vehicle_id=user.row(Vehicle).id, valid_until="2027-01", how=IssueWay.STATION,
        issued_at=NOW, expires_at=SOON, kid="k", text="CZ1:", reminded_at=NOW,
    )  # fmt: skip
    row.note = user.text("certificates")
    user.put(row)


@personal_row("paper_copies", DeletionEffect.DELETED)
def paper_copy(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = PaperCopy(
        number=user.account.telegram_id, vehicle_id=user.row(Vehicle).id, certificate_id=user.row(Certificate).id,
        person_id=user.person.id, way=PaperWay.POST, requested_at=NOW, changed_at=NOW,
    )  # fmt: skip
    row.recipient = row.phone = row.address = user.text("paper_copies")
    user.put(row)


@personal_row("delivery_addresses", DeletionEffect.DELETED)
def delivery_address(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = RememberedAddress(person_id=user.person.id, used_at=NOW)
    row.recipient = row.phone = row.address = user.text("delivery_addresses")
    user.put(row)


@personal_row("certificate_shares", DeletionEffect.HASHED)
def share_code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    about = {"vehicle_id": user.row(Vehicle).id, "made_by": user.person.id, "made_at": NOW, "expires_at": SOON}
    share_codes.new(user.session, f"{user.text('certificate_shares')}AB", **about)


row_states("paper_copies", ended={"status": "done"}, needed={"status": "requested"})
