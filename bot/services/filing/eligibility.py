"""Eligibility for filing: limits, quotas and states that prevent an application, of the person and of the vehicle.

`filings.apply` raises all of them together. Scanning a vehicle code raises those of the vehicle before the others.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.errors import NumberContested, Refusal, raise_all
from bot.services.filing import applicants, filed_plate_types, in_force
from bot.services.identity import ages, left_people, limits
from bot.services.identity.limits import Limit
from bot.services.identity.same_person import alike, had_keys_of
from bot.services.organisations import authority
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values.plate_types import PlateType
from storage.filing import filings, owner_blocks
from storage.filing.owner_blocks import OwnerBlock
from storage.identity import shared_numbers
from storage.register import people
from storage.register.people import Person
from storage.register.vehicles import Vehicle, VehicleState, VehicleUse


class Blacklisted(Refusal, key="refused-blacklisted", offers=("appeal",)):
    """The person is on the blacklist for false material until an end date."""


class UsedByOthers(Refusal, key="refused-used-by-others", offers=("identity", "menu")):
    """What others do or did with the phone number, Telegram account or ID number allows no application now.

    It tells nothing of them: not whether they are on the blacklist, have filed vehicles, or have used up a quota.
    """


class TooManyFiledVehicles(Refusal, key="refused-user-full", offers=("vehicles",)):
    """The person has filed as many vehicles as allowed at a time."""


class DailyQuotaReached(Refusal, key="refused-day-quota", offers=("progress",)):
    """The person has used up the applications of the day. until: when the next one begins."""


class YearlyQuotaReached(Refusal, key="refused-year-quota", offers=("progress",)):
    """The person has used up the applications of the year. until: when the next one begins."""


class OwnVehicle(Refusal, key="refused-own-car", offers=("vehicles",)):
    """The vehicle belongs to the person."""


class AlreadyFiled(Refusal, key="refused-already-filed", offers=("vehicles",)):
    """The person has filed this vehicle."""


class AlreadyApplied(Refusal, key="refused-already-applied", offers=("progress",)):
    """The person has an undecided application for this vehicle."""


class VehicleUsedByOthers(Refusal, key="refused-car-used-by-others", offers=("identity", "menu")):
    """What others did with the phone number, Telegram account or ID number allows no application for this vehicle.

    It does not tell whether they have filed it, have applied for it, or are blocked by its owner.
    """


class TooManyFilers(Refusal, key="refused-vehicle-full", offers=("file",)):
    """As many people as allowed have filed this vehicle."""


class VehicleNotFilable(Refusal, key="refused-not-filable", offers=("file",)):
    """Vehicles of this plate type or use cannot be filed."""


class VehicleNotNormal(Refusal, key="refused-not-normal", offers=("file",)):
    """The vehicle's state in the register does not allow it. state: as in the register."""


class BlockedByOwner(Refusal, key="refused-owner-says-no", offers=("progress", "menu")):
    """The owner has blocked this person."""


class OwnerUnreachable(Refusal, key="refused-owner-out-of-reach", offers=("file",)):
    """The register holds no phone number of the owner."""


@dataclass(frozen=True, slots=True)
class QuotaLeft:
    """How many more applications a person may make today, and this year."""

    today: int
    this_year: int


def require_eligible(session: Session, person: Person, *, now: datetime) -> None:
    """Raise every reason why this person may not apply now, together."""
    raise_all(person_obstacles(session, person, now=now))


def person_obstacles(session: Session, person: Person, *, now: datetime) -> list[Refusal]:
    """Return why this person may not apply now."""
    refusals: list[Refusal] = [NumberContested()] if people.is_contested(session, person) else []
    refusals += ages.filing_obstacles(session, person, now=now)
    found = _blacklist_obstacles(session, person, now=now)
    if vehicles_left(session, person, now=now) <= 0:
        limit = rules.number(session, RuleName.VEHICLES_PER_USER, at=now)
        is_own = filings.count_active(session, own_ids(session, person), at=now) >= limit
        found.append(TooManyFiledVehicles(limit=limit) if is_own else UsedByOthers())
    found += _quota_obstacles(session, person, now=now)
    others = [each for each in found if isinstance(each, UsedByOthers)]
    return refusals + [each for each in found if each not in others] + others[:1]


def _quota_obstacles(session: Session, person: Person, *, now: datetime) -> list[Refusal]:
    quota, today, refusals = quota_left(session, person, now=now), local_time.date_of(now), list[Refusal]()
    if quota.today <= 0:
        limit, tomorrow = rules.number(session, RuleName.FILINGS_A_DAY, at=now), today + timedelta(days=1)
        own = own_applications(session, person, since=today) >= limit
        refusals.append(DailyQuotaReached(limit=limit, until=local_time.at(tomorrow)) if own else UsedByOthers())
    if quota.this_year <= 0:
        limit, next_year = rules.number(session, RuleName.FILINGS_A_YEAR, at=now), date(today.year + 1, 1, 1)
        own = own_applications(session, person, since=date(today.year, 1, 1)) >= limit
        refusals.append(YearlyQuotaReached(limit=limit, until=local_time.at(next_year)) if own else UsedByOthers())
    return refusals


def own_applications(session: Session, person: Person, *, since: date) -> int:
    """Return how many applications this person has made since this day, those of others left out."""
    return filings.count_applied(session, own_ids(session, person), since=local_time.at(since))


def quota_left(session: Session, person: Person, *, now: datetime) -> QuotaLeft:
    """Return how many more applications this person may make; what was withdrawn counts."""
    of_today = limits.count_applications(session, Limit.APPLICATION_OF_DAY, person, now=now)
    of_year = limits.count_applications(session, Limit.APPLICATION_OF_YEAR, person, now=now)
    a_day = rules.number(session, RuleName.FILINGS_A_DAY, at=now)
    a_year = rules.number(session, RuleName.FILINGS_A_YEAR, at=now)
    return QuotaLeft(max(0, a_day - of_today), max(0, a_year - of_year))


def vehicles_left(session: Session, person: Person, *, now: datetime) -> int:
    """Return how many more vehicles this person may file.

    Those of their other accounts count, and of whoever had their phone number or Telegram user before.
    """
    limit = rules.number(session, RuleName.VEHICLES_PER_USER, at=now)
    same = {each.id for each in alike(session, person)} | had_keys_of(session, person)
    return max(0, limit - filings.count_active(session, same, at=now))


def vehicle_obstacles(session: Session, person: Person, vehicle: Vehicle, *, now: datetime) -> list[Refusal]:
    """Return why this person may not apply for this vehicle. Reasons that tell a stranger about it come last."""
    owner = authority.acting_owner(session, vehicle.id)
    if owner is not None and owner.id == person.id:
        return [OwnVehicle()]
    if of_themself := applicants.obstacles(session, owner, person):
        return of_themself
    if of_pair := _pair_obstacles(session, person, vehicle, owner, now=now):
        return of_pair
    refusals: list[Refusal] = []
    kinds = filed_plate_types.in_force(session, at=now)
    if PlateType(vehicle.plate_type) not in kinds or _operates(vehicle):
        refusals.append(VehicleNotFilable(**filed_plate_types.for_texts(kinds)))
    if vehicle.state is not VehicleState.NORMAL:
        refusals.append(VehicleNotNormal(state=vehicle.state.value))
    limit = rules.number(session, RuleName.USERS_PER_VEHICLE, at=now)
    if len(in_force.of_vehicle(session, vehicle.id, now=now)) >= limit:
        refusals.append(TooManyFilers(limit=limit))
    if owner is None or not owner.phone:
        refusals.append(OwnerUnreachable())
    return refusals


def _pair_obstacles(
    session: Session, person: Person, vehicle: Vehicle, owner: Person | None, *, now: datetime
) -> list[Refusal]:
    """Return what this person has with this vehicle already; of others whose acts count for them nothing is told."""
    own = own_ids(session, person)
    others = {each.id for each in alike(session, person)} - own
    blocks = owner_blocks.in_force(session, vehicle.id, by=owner.id) if owner is not None else []
    if any(in_force.of_pair(session, vehicle.id, each, now=now) for each in own):
        return [AlreadyFiled()]
    undecided = next((found for each in own if (found := filings.open_pair(session, vehicle.id, each))), None)
    if undecided is not None:
        return [AlreadyApplied(number=undecided.number)]
    blocked = {block.person_id for block in blocks}
    if blocked & own or left_people.own(session, person, blocked):
        return [BlockedByOwner()]
    has_any = any(
        in_force.of_pair(session, vehicle.id, each, now=now) or filings.open_pair(session, vehicle.id, each)
        for each in others
    )
    return [VehicleUsedByOthers()] if has_any or _is_kept(session, person, blocks, others, now=now) else []


def own_ids(session: Session, person: Person) -> set[UUID]:
    """Return the ids of this person: their own, and those of who is the same person, as staff have answered."""
    return {person.id, *shared_numbers.same_as(session, person.id)}


def is_listed(session: Session, person: Person, *, now: datetime) -> bool:
    """Return whether this person, or somebody whose acts count for them, is on the blacklist."""
    return bool(_blacklist_obstacles(session, person, now=now))


def _blacklist_obstacles(session: Session, person: Person, *, now: datetime) -> list[Refusal]:
    listed = people.listed(session, at=now)
    own = own_ids(session, person) & set(listed) or left_people.own(session, person, listed)
    if own:
        return [Blacklisted(until=max(listed[each] for each in own))]
    others = {each.id for each in alike(session, person)} & set(listed) or left_people.all_of(session, person, listed)
    kept = limits.recorded_until(session, Limit.BLACKLIST, limits.keys_of(session, person), now=now)
    return [UsedByOthers()] if others or kept is not None else []


def _is_kept(
    session: Session, person: Person, blocks: Sequence[OwnerBlock], others: Collection[UUID], *, now: datetime
) -> bool:
    """Return whether one of these blocks is of others, or of somebody who has left and had a key of this person."""
    blocked, keys = {block.person_id for block in blocks}, limits.keys_of(session, person)
    if blocked & set(others) or left_people.all_of(session, person, blocked):
        return True
    kept = [limits.recorded_until(session, Limit.OWNER_BLOCK, keys, now=now, about=block.id.hex) for block in blocks]
    return any(until is not None for until in kept)  # By an earlier version.


def _operates(vehicle: Vehicle) -> bool:
    """Whether an organisation uses the vehicle commercially; private vehicles are not restricted."""
    return vehicle.owner_organisation_id is not None and vehicle.use is VehicleUse.OPERATING
