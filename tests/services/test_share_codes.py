"""Share codes: one counts while its maker decides for the vehicle, and nobody else sends it on."""

from datetime import timedelta

import pytest

from bot.services.certificates import share_codes
from storage.certificates import share_codes as store
from tests.services.builders import NOW, DataBuilder

CODE = "23456789ABCD"[: share_codes.LENGTH]


def test_a_code_counts_while_its_maker_decides_for_the_vehicle(data: DataBuilder) -> None:
    session, until = data.session, NOW + timedelta(days=1)
    made = {"vehicle_id": data.car.id, "made_by": data.owner.id, "single_use": False}
    share = store.new(session, CODE, made_at=NOW, expires_at=until, **made)
    maker, buyer = data.account(data.owner), data.account(data.stranger)
    assert share_codes.of_maker(session, maker, CODE, now=NOW) == share
    assert share_codes.of_maker(session, buyer, CODE, now=NOW) is None
    assert share_codes.of_maker(session, maker, CODE, now=until) is None
    data.car.owner_person_id = data.stranger.id
    session.flush()
    for somebody in (maker, buyer):
        assert share_codes.of_maker(session, somebody, CODE, now=NOW) is None
    with pytest.raises(share_codes.ShareCodeEnded):
        share_codes.use(session, share, now=NOW)
