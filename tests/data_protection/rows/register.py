"""Rows of one person: people and vehicles."""

from storage.register.vehicles import Vehicle
from tests.data_protection.personal_tables import DataSubject, DeletionEffect, personal_row


@personal_row("people", DeletionEffect.DELETED)
def person(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    user.person.licence_number = user.text("people")


@personal_row("vehicles", DeletionEffect.KEPT)
def vehicle(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Vehicle(plate_type="02", plate=user.about, engine_index="", owner_person_id=user.person.id)
    row.engine_number = row.vin = user.text("vehicles")
    row.engine_index = user.about
    user.put(row)
