"""A paper copy needs a valid certificate."""

from typing import Any

import pytest
from sqlmodel import select

from bot.services.certificates import paper_copies
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy, PaperWay
from storage.register.vehicles import VehicleState
from tests.services.builders import HOUR, NOW, DataBuilder
from tests.services.competing_transaction import nothing_written
from tests.storage.rows import put


@pytest.mark.parametrize(
    ("state", "until"),
    [(VehicleState.NORMAL, NOW), (VehicleState.NORMAL, NOW - HOUR), (VehicleState.LOCKED, NOW + HOUR)],
)
def test_no_copy_of_an_expired_certificate_or_of_an_abnormal_vehicle_is_printed(
    data: DataBuilder, state: VehicleState, until: Any
) -> None:
    data.car.state, data.car.inspection_valid_until = state, "2026-10"
    data.session.flush()
    put(data.session, Certificate, vehicle_id=data.car.id, valid_until="2026-10", expires_at=until)
    to = paper_copies.DeliveryAddress()
    with nothing_written(data.session), pytest.raises(paper_copies.PaperNeedsValid):
        paper_copies.request(data.session, data.owner, data.car.id, PaperWay.PICK_UP, to, after_loss=False, now=NOW)
    assert not data.session.exec(select(PaperCopy)).all()
