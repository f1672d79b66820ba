"""Rows of one person: people and vehicles."""

from storage.register import imports, source_rows
from storage.register.imports import ImportJob, ImportState, ImportWork, RegisterImport
from storage.register.vehicles import Vehicle
from storage.staff.api_clients import ApiClient
from tests.data_protection.personal_tables import NOW, DataSubject, DeletionEffect, personal_row
from tests.data_protection.row_states import row_states

row_states(
    "imports", ended={"state": "done", "open_slot": None, "done_at": NOW}, needed={"state": "staging", "open_slot": 1}
)


@personal_row("people", DeletionEffect.DELETED)
def person(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    user.person.licence_number = user.text("people")
    user.person.birth_date = user.text("people")


@personal_row("vehicles", DeletionEffect.KEPT)
def vehicle(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Vehicle(plate_type="02", plate=user.about, engine_index="", owner_person_id=user.person.id)
    row.engine_number = row.vin = user.text("vehicles")
    row.engine_index = user.about
    user.put(row)


@personal_row("source_rows", DeletionEffect.HASHED)
def source_row(user: DataSubject) -> None:
    """Insert a row with the hash of a number of this person, as another system may use it for its key."""
    client = ApiClient(name=user.about, key_digest=user.about, key_end="abcd", scopes="people", created_at=NOW)
    user.put(client)
    source_rows.locked(user.session, client.id, "people", user.text("source_rows"), row=user.about, at=NOW)


@personal_row("import_jobs", DeletionEffect.KEPT)
def import_job(user: DataSubject) -> None:
    """Insert a row with data of this person, and the import that it belongs to."""
    number = len(user.about) + sum(user.about.encode())
    done = ImportState.DONE
    user.put(
        RegisterImport(id=number, kind="people", state=done, open_slot=None, begun_at=NOW, touched_at=NOW, done_at=NOW)
    )
    user.put(ImportJob(**imports.job(number, 2, ImportWork.PUT, row={"name": user.text("import_jobs")})))
