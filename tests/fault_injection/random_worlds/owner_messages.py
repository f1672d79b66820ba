"""Invariant: nobody whose identity is only declared causes a text message to an owner about an application."""

from collections.abc import Iterator

from bot.services.values import plates
from storage.filing.filings import Filing
from storage.identity.sms_codes import SmsCode
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.fault_injection.random_worlds.observations import Observation


def check(observation: Observation) -> Iterator[str]:
    """Return what is wrong."""
    for before, row in observation.changed(SmsCode):
        if before is None and row.purpose == "owner_consent":
            filing = observation.row(Filing, row.subject)
            if not observation.before.holds_number(filing.filer_id):
                yield f"#{filing.number}: a code went to the owner for somebody who has only declared who they are"
    for given in observation.inputs:
        actor = observation.before.person_of(given.who)
        if actor is not None and not observation.before.holds_number(actor):
            yield from _texted(observation, {given.who for given in observation.inputs})


def _texted(observation: Observation, acting: set[int]) -> Iterator[str]:
    """Return the text messages to an owner about their car, if only one person has acted."""
    if len(acting) > 1:
        return
    mine = observation.before.keys(observation.before.person_of(next(iter(acting))))
    for sms in observation.sms:
        phone = people.phone_index(sms.to)
        for vehicle in observation.before.table(Vehicle).values():
            speaker = observation.before.speaker(vehicle.id)
            owner = observation.before.table(Person).get(speaker) if speaker is not None else None
            is_theirs = owner is not None and owner.phone_index == phone and f"phone {phone}" not in mine
            if is_theirs and plates.display(vehicle.plate) in sms.text:
                yield f"a text message about {vehicle.id} went to its owner for somebody who is only declared"
