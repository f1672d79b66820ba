"""People of a file compared with the register, a batch at a time."""

from collections.abc import Sequence
from typing import cast

from sqlmodel import Session, col, select

from bot.services.identity import phone_changes, shared_numbers, verification
from bot.services.importing import people as people_import, pictures
from bot.services.importing.comparison import (
    ChangedRow,
    ImportComparison,
    NewRow,
    ReadRow,
    by_key,
    differs,
    encrypt,
    new_values,
)
from bot.services.importing.people import PersonRow
from bot.services.importing.pictures import CleanPicture
from bot.services.importing.rows import ImportContext, InvalidRow
from storage.register import people
from storage.register.people import Person


def compare(session: Session, rows: Sequence[ReadRow], context: ImportContext) -> ImportComparison:
    """Compare people with the register: who is unknown to it, who is on record with the same data, and all others."""
    result, known = ImportComparison(), _known(session, [cast(PersonRow, each.row).id_number for each in rows])
    for each in rows:
        row = cast(PersonRow, each.row)
        found = known.get(people.id_number_index(row.id_number), [])
        declared = known.get(people.held_number_index(row.id_number), [])
        try:
            if not found and not declared:
                result.new.append(_new(each, row, _picture(session, row, None, context)))
            else:
                _compare(session, each, [*found, *declared], context, result)
        except InvalidRow as wrong:
            result.faults.extend((each.line, fault) for fault in wrong.faults)
    return result


def taken(session: Session, rows: Sequence[NewRow]) -> set[int]:
    """Return the lines of new rows whose ID number somebody holds or has declared meanwhile."""
    numbers = {row.line: people_import.number_in(row.cells) for row in rows}
    indexes = {people.id_number_index(number): line for line, number in numbers.items()}
    indexes |= {people.held_number_index(number): line for line, number in numbers.items()}
    found = session.exec(select(Person.id_number_index).where(col(Person.id_number_index).in_(indexes)))
    return {indexes[index] for index in found}


def declarers(session: Session, import_id: int) -> list[Person]:
    """Return people of an import whose ID number somebody has declared while it was hidden."""
    declared = select(Person.id_number_index).where(~col(Person.registered), col(Person.verified_at).is_(None))
    query = select(Person).where(Person.import_id == import_id, col(Person.registered))
    return list(session.exec(query.where(col(Person.id_number_index).in_(declared))))


def follow_declared(session: Session, person: Person, context: ImportContext) -> None:
    """Tell who has declared the ID number of somebody new on record, or give them the record if it is theirs."""
    shared_numbers.carry_over(session, person, now=context.now)
    verification.tell_declarers(session, person, now=context.now)
    people_import.heal(session, person, context)


def _known(session: Session, numbers: Sequence[str]) -> dict[str, list[Person]]:
    indexes = [*map(people.id_number_index, numbers), *map(people.held_number_index, numbers)]
    found = session.exec(select(Person).where(col(Person.id_number_index).in_(indexes)))
    return by_key([(person.id_number_index, person) for person in found])


def _compare(
    session: Session, each: ReadRow, known: Sequence[Person], context: ImportContext, result: ImportComparison
) -> None:
    row = cast(PersonRow, each.row)
    on_record = next((person for person in known if person.registered), None)
    picture = _picture(session, row, on_record, context)
    if on_record is not None and picture is None and not _differs(on_record, row):
        result.unchanged += 1
        return
    people_import.renamed(session, row)  # Raises InvalidRow.
    is_moved = on_record is not None and on_record.phone != row.phone
    if on_record is not None and is_moved and phone_changes.is_denied(session, on_record, row.phone):
        result.kept_back.append((each.line, people_import.PHONE_KEPT_BACK))
    result.changed.append(ChangedRow(each.line, each.cells, picture))


def _differs(person: Person, row: PersonRow) -> bool:
    index = people.phone_index(row.phone) if row.phone else ""
    return person.phone_index != index or differs(person, row.columns_of_person())


def _picture(session: Session, row: PersonRow, person: Person | None, context: ImportContext) -> CleanPicture | None:
    if not row.portrait:
        return None
    content = cast(bytes, context.picture(row.portrait, "portrait"))
    on_record = person.portrait_id if person is not None else None
    return pictures.fresh(session, content, "portrait", instead_of=on_record, kind="portrait")


def _new(each: ReadRow, row: PersonRow, picture: CleanPicture | None) -> NewRow:
    given = row.columns_of_person()
    encrypted = {"id_number": row.id_number, "name": row.name, "phone": row.phone, "licence_number": row.licence_number}
    encrypted["birth_date"] = given.get("birth_date", "")
    index, phone = people.id_number_index(row.id_number), people.phone_index(row.phone) if row.phone else ""
    plain = {name: value for name, value in given.items() if name not in encrypted}
    values = new_values(Person, id_number_index=index, phone_index=phone, phone_unconfirmed=bool(row.phone), **plain)
    for name, text in encrypted.items():
        encrypt(Person, values, name, text)
    return NewRow(each.line, values, each.cells, picture)
