"""Addresses put together by hand: a code of another car, a page without a choice, a form without a visit."""

from sqlmodel import Session

from bot.services.filing import vehicle_codes
from bot.services.filing.vehicle_codes import Made
from storage.filing import vehicle_codes as codes
from storage.filing.vehicle_codes import VehicleCodeStatus
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import Town
from tests.web.company import signed_in
from tests.web.visitor import Visitor


def test_a_code_is_reached_through_its_own_car_only(town: Town) -> None:
    owner = cast.owner(town)
    firm = cast.organisation(town, owner)
    car, other = cast.car(town, firm), cast.car(town, firm, plate="桂A54321")

    def deed(session: Session) -> Made:
        person = session.get_one(Person, owner.person_id)
        return vehicle_codes.make(session, other.id, by=person, lane=owner.account.lane, now=town.now)

    made = town.write(deed)
    visitor = signed_in(town, owner)
    assert visitor.opens(f"/organisation/cars/{other.id}/codes/{made.code.id}") == 200
    assert visitor.opens(f"/organisation/cars/{car.id}/codes/{made.code.id}") == 404
    visitor.opens(f"/organisation/cars/{car.id}")
    assert visitor.sends(f"/organisation/cars/{car.id}/codes/{made.code.id}/cancel") == 404
    found = town.look(lambda session: codes.get(session, made.code.id))
    assert found.status is VehicleCodeStatus.OPEN


def test_a_form_without_a_visit_signs_nobody_in(town: Town) -> None:
    visitor = Visitor(town)
    assert visitor.asks("POST", "/organisation/sign-in", data={"code": "ABCDEFGH", "csrf": ""}) == 403


def test_no_other_method_comes_in(town: Town) -> None:
    visitor = Visitor(town)
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert visitor.asks(method, "/organisation") == 405
        assert visitor.answer.headers["allow"] == "GET, HEAD, POST"  # as the armour says it, before any route
