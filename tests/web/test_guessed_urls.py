"""URLs and requests made by hand: another vehicle's code, a form without a cookie, other HTTP methods."""

from sqlmodel import Session

from bot.services.filing import vehicle_codes
from bot.services.filing.vehicle_codes import NewVehicleCode
from storage.filing.vehicle_codes import VehicleCode, VehicleCodeStatus
from storage.register.people import Person
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.web.company import signed_in
from tests.web.visitor import Visitor


def test_a_code_is_found_only_under_its_own_vehicle(app: AppDriver) -> None:
    owner = cast.owner(app)
    firm = cast.organisation(app, owner)
    car, other = cast.car(app, firm), cast.car(app, firm, plate="桂A54321")

    def action(session: Session) -> NewVehicleCode:
        person = session.get_one(Person, owner.person_id)
        return vehicle_codes.create(session, other.id, by=person, lane=owner.account.lane, now=app.now)

    made = app.write(action)
    visitor = signed_in(app, owner)
    assert visitor.opens(f"/organisation/cars/{other.id}/codes/{made.code.id}") == 200
    assert visitor.opens(f"/organisation/cars/{car.id}/codes/{made.code.id}") == 404
    visitor.opens(f"/organisation/cars/{car.id}")
    assert visitor.sends(f"/organisation/cars/{car.id}/codes/{made.code.id}/cancel") == 404
    found = app.read(lambda session: session.get(VehicleCode, made.code.id))
    assert found.status is VehicleCodeStatus.OPEN


def test_a_sign_in_form_without_its_cookie_is_refused(app: AppDriver) -> None:
    visitor = Visitor(app)
    assert visitor.asks("POST", "/organisation/sign-in", data={"code": "ABCDEFGH", "csrf": ""}) == 403


def test_the_middleware_refuses_other_methods(app: AppDriver) -> None:
    visitor = Visitor(app)
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert visitor.asks(method, "/organisation") == 405
        assert visitor.answer.headers["allow"] == "GET, HEAD"
