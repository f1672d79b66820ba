"""Certificates: issued and verified a second compared with the bare signature, time to draw them, size of the QR code.

`python -m tests.benchmarks.bench_certificates` prints the tables.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlmodel import Session, select

from bot.adapters.certificates import claims as certificate_claims, cose
from bot.adapters.certificates.verifier import verify
from bot.adapters.drawing import qr_code
from bot.adapters.drawing.certificate_content import CertificateContent
from bot.adapters.drawing.certificate_pdf import PaperSize, certificate_pdf
from bot.adapters.drawing.certificate_picture import CertificateVariant, draw_certificate
from bot.adapters.pictures.qr_search import find_qr_codes
from bot.services.certificates import certificates as service, verification
from storage.certificates import certificates
from storage.certificates.views import ViewWay
from storage.database import Database, add
from storage.register import people
from storage.register.vehicles import Vehicle
from tests import databases
from tests.adapters.certificates import samples
from tests.stories.cast import id_number

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
CARS = 300
SECONDS = 1.0


def certificate_tables() -> list[Table]:
    """Measure everything and return the tables."""
    return [_signing_table(), _drawing_table()]


def _signing_table() -> Table:
    claims, key = samples.claims(), samples.keys().keys[0]
    text, keys, status = samples.text(), samples.public(), samples.status()
    message = cose.sig_structure(cose.protected_header(key.kid), certificate_claims.to_bytes(claims))
    signature = cose.sign_message(key.secret(), message)
    bare_sign = _a_second(lambda: cose.sign_message(key.secret(), message))
    bare_verify = _a_second(lambda: cose.verify_signature(key.public().point(), message, signature))
    table = Table(title="Certificates a second, one thread; share of the bare ES256 signature")
    for heading in ("what", "a second", "of bare"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    _row(table, "sign (bare)", bare_sign, bare_sign)
    _row(table, "certificate text", _a_second(lambda: cose.sign(claims, key)), bare_sign)
    with _store() as (database, vehicles):
        _row(table, "issue in the store, commit at the end", _issued(database, vehicles), bare_sign)
        _row(table, "verify (bare)", bare_verify, bare_verify)
        judged = _a_second(lambda: verify(text, keys=keys, status=status, now=samples.NOW))
        _row(table, "verify a text, offline", judged, bare_verify)
        _row(table, "verify in the store, view recorded", _verified(database), bare_verify)
    return table


def _drawing_table() -> Table:
    code = samples.text()
    face = CertificateContent(
        number="202600001001",
        plate="桂AD12345",
        plate_type="52",
        valid_until="2028-11",
        office="车主服务台",
        issued_at=NOW,
        made_at=NOW,
        code_text=code,
    )
    rows = len(qr_code.matrix(code))
    title = f"Drawing; QR version {qr_code.version(code)}, {rows} × {rows} modules, {len(code)} characters, level Q"
    table = Table(title=title)
    for heading in ("form", "ms", "kB", "code read back"):
        table.add_column(heading, justify="right")
    for variant in CertificateVariant:
        content, milliseconds = _timed(lambda variant=variant: draw_certificate(face, variant))  # type: ignore[misc]
        read = "yes" if code in find_qr_codes(content, wanted=[cose.PREFIX]).texts else "no"
        table.add_row(f"PNG, {variant.value}", f"{milliseconds:.0f}", f"{len(content) / 1000:.0f}", read)
    for size in PaperSize:
        content, milliseconds = _timed(lambda size=size: certificate_pdf(face, size))  # type: ignore[misc]
        table.add_row(f"PDF, {size.value}", f"{milliseconds:.0f}", f"{len(content) / 1000:.0f}", "")
    return table


@contextmanager
def _store() -> Iterator[tuple[Database, list[Vehicle]]]:
    """Create an SQLite database with cars of one owner."""
    databases.use_test_secret()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(databases.sqlite_copy(Path(folder) / "empty.db", Path(folder)))
        with database.transaction() as session:
            owner = add(session, people.new(id_number=id_number(1), name="王秀英"))
            vehicles = [add(session, _car(owner.id, at)) for at in range(CARS)]
        yield database, vehicles
        database.close()


def _car(owner_id: Any, at: int) -> Vehicle:
    vehicle = Vehicle(plate_type="02", plate=f"桂A{at:05}", engine_index="", owner_person_id=owner_id)
    vehicle.engine_number, vehicle.vin = "A123456", ""
    vehicle.inspection_valid_until, vehicle.first_registered_on = "2027-06", date(2023, 6, 1)
    return vehicle


def _issued(database: Database, vehicles: list[Vehicle]) -> float:
    start = time.perf_counter()
    with database.transaction() as session:
        for vehicle in vehicles:
            service.on_vehicle_changed(session, session.get_one(Vehicle, vehicle.id), NOW)
    return len(vehicles) / (time.perf_counter() - start)


def _verified(database: Database) -> float:
    with database.reading() as session:
        texts = list(session.exec(select(certificates.Certificate.text)))
    start = time.perf_counter()
    for text in texts:
        with database.transaction() as session:
            _verify(session, text)
    return len(texts) / (time.perf_counter() - start)


def _verify(session: Session, text: str) -> None:
    answer = verification.verify(session, text, way=ViewWay.TEXT, by=None, now=NOW)
    assert answer.certificate is not None


def _a_second(action: Callable[[], object]) -> float:
    """Return how often the function can be called in a second."""
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < SECONDS:
        action()
        done += 1
    return done / (time.perf_counter() - start)


def _timed(draw: Callable[[], bytes]) -> tuple[bytes, float]:
    """Return the result and the milliseconds of the second call, when fonts are loaded."""
    draw()
    start = time.perf_counter()
    content = draw()
    return content, (time.perf_counter() - start) * 1000


def _row(table: Table, what: str, a_second: float, bare: float) -> None:
    table.add_row(what, f"{a_second:,.0f}", f"{100 * a_second / bare:.0f} %")


if __name__ == "__main__":
    for one in certificate_tables():
        Console().print(one)
