"""/keys: the published keys, the status list and the head of the audit."""

import json

from bot.adapters.certificates import audit_documents, keys as certificate_keys, status_list
from bot.adapters.certificates.verifier import CertificateVerdict, verify
from bot.services.certificates import certificates as service
from storage import audit_heads
from storage.register.vehicles import Vehicle
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import certificate
from tests.web.test_verification import owner_with_certificate, visitor
from tests.web.visitor import Visitor

JSON = {"Accept": "application/json"}

__all__ = ["visitor"]


def test_the_published_keys_and_status_list_verify_offline(app: AppDriver, visitor: Visitor) -> None:
    _, vehicle = owner_with_certificate(app)
    old = certificate(app, vehicle)
    visitor.asks("GET", "/keys")
    published = visitor.answer.json()
    assert "d" not in published["keys"][0]
    keys = certificate_keys.read_public(json.dumps(published))
    status = status_list.read_status(json.dumps(published["status"]), keys)
    assert status.number == 1
    assert verify(old.text, keys=keys, status=status, now=app.now).verdict is CertificateVerdict.VALID
    visitor.asks("GET", "/keys")
    assert visitor.answer.json() == published

    app.write(lambda session: service.on_vehicle_changed(session, moved(session, vehicle), app.now))
    visitor.asks("GET", "/keys")
    status = status_list.read_status(json.dumps(visitor.answer.json()["status"]), keys)
    assert status.number == 2
    assert verify(old.text, keys=keys, status=status, now=app.now).verdict is CertificateVerdict.SUPERSEDED


def test_an_old_status_list_is_replaced_in_time(app: AppDriver, visitor: Visitor) -> None:
    _, vehicle = owner_with_certificate(app)
    visitor.asks("GET", "/keys")
    first = visitor.answer.json()
    keys = certificate_keys.read_public(json.dumps(first))
    app.later(hours=25)
    status = status_list.read_status(json.dumps(first["status"]), keys)
    text = certificate(app, vehicle).text
    assert verify(text, keys=keys, status=status, now=app.now).verdict is CertificateVerdict.STATUS_TOO_OLD
    visitor.asks("GET", "/keys")
    status = status_list.read_status(json.dumps(visitor.answer.json()["status"]), keys)
    assert verify(text, keys=keys, status=status, now=app.now).verdict is CertificateVerdict.VALID


def test_the_head_of_the_audit_is_published_with_the_keys(app: AppDriver, visitor: Visitor) -> None:
    owner_with_certificate(app)
    visitor.asks("GET", "/keys")
    assert "audit" not in visitor.answer.json()
    app.run_housekeeping()
    app.later(days=1)
    app.run_housekeeping()
    visitor.asks("GET", "/keys")
    (head,) = app.read(audit_heads.every)
    published = visitor.answer.json()
    keys = certificate_keys.read_public(json.dumps(published))
    signed = audit_documents.read_head(json.dumps(published["audit"]), keys)
    assert (signed.position, signed.hash) == (head.position, head.hash)


def moved(session: object, vehicle: Vehicle) -> Vehicle:
    """The car with a later month in the register."""
    row: Vehicle = session.get(Vehicle, vehicle.id)  # type: ignore[attr-defined]
    row.inspection_valid_until = "2027-07"
    session.flush()  # type: ignore[attr-defined]
    return row
