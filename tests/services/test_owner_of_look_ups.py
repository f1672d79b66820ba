"""Whom a look-up names as the owner: the person, or the organisation with its administrator beside it."""

from bot.cards.certificates import verification as cards
from bot.services.certificates import lookup
from bot.texts import texts
from storage.organisations.organisations import Organisation
from tests.services.builders import NOW, DataBuilder


def said(data: DataBuilder, plate: str) -> str:
    (found,) = lookup.look_up(data.session, plate, by=data.staff("officer"), now=NOW)
    return cards.result(data.session, found, texts("en"), now=NOW).text


def test_the_organisation_is_named_as_the_owner_of_its_car(data: DataBuilder) -> None:
    company = data.organisation(data.owner)
    data.session.get_one(Organisation, company).name = "Nanning Tea Ltd"
    car = data.vehicle(None, owner_organisation_id=company)
    text = said(data, car.plate)
    assert "Owner: Nanning Tea Ltd (organisation)  Administrator: " in text
    assert "Owner: Nanning" not in said(data, data.car.plate)
    assert "Owner: " in said(data, data.car.plate)
