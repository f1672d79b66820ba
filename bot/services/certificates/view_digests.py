"""Views by share codes: the holder is told of the first of a day at once, of further ones in one message a day."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from storage import database
from storage.certificates import views
from storage.certificates.certificates import Certificate, CertificateStatus
from storage.certificates.share_codes import ShareCode
from storage.certificates.views import CertificateView
from storage.engine import outbox, timers
from storage.identity import accounts
from storage.identity.accounts import Account

DIGEST = outbox.soft_notification("certificate.views")
VIEWED = outbox.soft_notification("certificate.looked")
DAY = timedelta(days=1)
AT_ONCE = 3  # So many views of a certificate are told at once; then a day begins in which the holder is told nothing.


def tell(session: Session, view: CertificateView, share: ShareCode, *, by: Account | None, now: datetime) -> None:
    """Tell the holder of a view, unless it is their own, or one of many: then it will be in the digest."""
    account = accounts.of_person(session, share.made_by)
    if account is None or view.certificate_id is None or (by is not None and by.id == account.id):
        return
    if timers.is_set(session, DIGEST, view.certificate_id):
        return
    outbox.notify(session, share.made_by, VIEWED, view.id, at=now, sms=False)
    view.told = True
    database.add(session, view)
    certificate = session.get_one(Certificate, view.certificate_id)
    if views.count_shared(session, certificate, since=now - DAY, but_by=account.id) >= AT_ONCE:
        timers.start(session, DIGEST, view.certificate_id, lane=account.lane, due_at=now + DAY)


def send(session: Session, certificate_id: UUID, *, account: Account, now: datetime) -> None:
    """Tell the holder of the views that they have not been told of, and wait another day; with none, the wait ends."""
    certificate = session.get(Certificate, certificate_id)
    if certificate is None or certificate.status is not CertificateStatus.ACTIVE or account.person_id is None:
        return
    if views.mark_told(session, certificate, since=now - 2 * DAY, but_by=account.id):
        outbox.notify(session, account.person_id, DIGEST, certificate_id, at=now, sms=False)
        timers.start(session, DIGEST, certificate_id, lane=account.lane, due_at=now + DAY)
