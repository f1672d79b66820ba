"""Vehicles: the register of vehicles, their owners and their state."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, Session, col, select

from storage.database import UuidRow, choice, encrypted_bytes, partial_index
from storage.database.encryption import EncryptedField, current_keyring
from storage.database.keyed_hashes import keyed_hash
from storage.register.hidden_rows import ImportedRow
from storage.retention import EndOfKeeping, keep_until


class VehicleUse(StrEnum):
    """What a vehicle is used for. Only non-operating vehicles can be filed."""

    NON_OPERATING = "non_operating"
    OPERATING = "operating"
    TURNED_NON_OPERATING = "turned_non_operating"


class VehicleState(StrEnum):
    """The state of a vehicle in the register."""

    NORMAL = "normal"
    LOCKED = "locked"
    SCRAPPED = "scrapped"
    STOLEN = "stolen"
    CANCELLED = "cancelled"
    MOVED_AWAY = "moved_away"


IS_ABNORMAL = "state <> 'normal'"


class Vehicle(UuidRow, ImportedRow, table=True):
    """One vehicle, owned by exactly one person or organisation."""

    __tablename__ = "vehicles"
    __table_args__ = (
        UniqueConstraint("plate", "plate_type"),
        Index("ix_vehicles_fleet", "owner_organisation_id", "plate"),
        partial_index("ix_vehicles_in_trouble", "state", where=IS_ABNORMAL),
        CheckConstraint("(owner_person_id IS NULL) <> (owner_organisation_id IS NULL)", name="one_owner"),
    )

    plate_type: str
    plate: str
    owner_person_id: UUID | None = Field(default=None, foreign_key="people.id", index=True)
    owner_organisation_id: UUID | None = Field(default=None, foreign_key="organisations.id")
    engine_index: str = keyed_hash()
    sealed_engine_number: bytes = encrypted_bytes()
    sealed_vin: bytes = encrypted_bytes()
    model: str = ""
    colour: str = ""
    seats: int = 5
    use: VehicleUse = choice(VehicleUse, default=VehicleUse.NON_OPERATING)
    state: VehicleState = choice(VehicleState, default=VehicleState.NORMAL)
    key_vehicle: bool = False
    is_van: bool = False
    casualty_accident: bool = False
    modified: bool = False
    open_accidents: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    manufactured_on: date | None = None
    first_registered_on: date | None = None
    inspection_valid_until: str = ""
    insurance_valid_until: date | None = None
    tax_paid_until: date | None = None

    engine_number = EncryptedField("sealed_engine_number")
    vin = EncryptedField("sealed_vin")


keep_until(EndOfKeeping.REGISTER, Vehicle)


def engine_index(last_six: str) -> str:
    """Return the keyed hash of what is compared of an engine number: its last letters and digits, at most six."""
    return current_keyring().blind_index("engine", last_six)


def by_plate(session: Session, plate_type: str, plate: str) -> Vehicle | None:
    """Return the vehicle with this (normalised) plate."""
    query = select(Vehicle).where(Vehicle.plate_type == plate_type, Vehicle.plate == plate)
    return session.exec(query).one_or_none()


def by_plate_alone(session: Session, plate: str) -> list[Vehicle]:
    """Return the vehicles of any plate type with this plate."""
    return list(session.exec(select(Vehicle).where(Vehicle.plate == plate)))


def of_person(session: Session, person_id: UUID) -> list[Vehicle]:
    """Return the vehicles this person owns, by plate."""
    return list(session.exec(select(Vehicle).where(Vehicle.owner_person_id == person_id).order_by(col(Vehicle.plate))))


def of_organisation(session: Session, organisation_id: UUID) -> list[Vehicle]:
    """Return an organisation's vehicles, by plate."""
    query = select(Vehicle).where(Vehicle.owner_organisation_id == organisation_id)
    return list(session.exec(query.order_by(col(Vehicle.plate))))
