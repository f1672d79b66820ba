"""A copy on paper is made of a mark that is good today, for the owner, one at a time."""

from typing import Any

import pytest
from sqlmodel import select

from bot.services.certificates import paper_copies
from storage.certificates.certificates import Certificate
from storage.certificates.paper_copies import PaperCopy, PaperWay
from storage.register.vehicles import VehicleState
from tests.services.builders import HOUR, NOW, Street
from tests.services.concurrent_actors import nothing_written
from tests.storage.rows import put


@pytest.mark.parametrize(
    ("state", "until"),
    [(VehicleState.NORMAL, NOW), (VehicleState.NORMAL, NOW - HOUR), (VehicleState.LOCKED, NOW + HOUR)],
)
def test_nothing_is_printed_of_a_mark_that_is_over_or_of_a_car_in_trouble(
    street: Street, state: VehicleState, until: Any
) -> None:
    street.car.state, street.car.inspection_valid_until = state, "2026-10"
    street.session.flush()
    put(street.session, Certificate, vehicle_id=street.car.id, valid_until="2026-10", expires_at=until)
    to = paper_copies.DeliveryAddress()
    with nothing_written(street.session), pytest.raises(paper_copies.PaperNeedsValid):
        paper_copies.request(
            street.session, street.owner, street.car.id, PaperWay.PICK_UP, to, after_loss=False, now=NOW
        )
    assert not street.session.exec(select(PaperCopy)).all()
