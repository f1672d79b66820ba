"""Invariant: nobody whose identity is only declared causes a text message to an owner about an application."""

from collections.abc import Iterator

from bot.services.values import plates
from storage.filing.filings import Filing
from storage.identity.sms_codes import SmsCode
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from tests.fault_injection.relatives.looks import Look


def check(look: Look) -> Iterator[str]:
    """Return what is wrong."""
    for before, row in look.changed(SmsCode):
        if before is None and row.purpose == "owner_consent":
            filing = look.row(Filing, row.subject)
            if not look.before.holds_number(filing.filer_id):
                yield f"#{filing.number}: a code went to the owner for somebody who has only declared who they are"
    for said in look.said:
        actor = look.before.person_of(said.who)
        if actor is not None and not look.before.holds_number(actor):
            yield from _texted(look, {said.who for said in look.said})


def _texted(look: Look, acting: set[int]) -> Iterator[str]:
    """Return the text messages to an owner about their car, if only one person has acted."""
    if len(acting) > 1:
        return
    mine = look.before.keys(look.before.person_of(next(iter(acting))))
    for sms in look.sms:
        phone = people.phone_index(sms.to)
        for vehicle in look.before.table(Vehicle).values():
            speaker = look.before.speaker(vehicle.id)
            owner = look.before.table(Person).get(speaker) if speaker is not None else None
            is_theirs = owner is not None and owner.phone_index == phone and f"phone {phone}" not in mine
            if is_theirs and plates.display(vehicle.plate) in sms.text:
                yield f"a text message about {vehicle.id} went to its owner for somebody who is only declared"
