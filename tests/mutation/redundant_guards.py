"""Guards that another guard backs up: removing one goes unnoticed, removing both must be noticed.

Each guard is listed with those that still protect when it is removed; the run removes all of them together.
"""

from tests.mutation.mutants import Guard

SERVICES = "bot/services/"
# The key of a guard: the keys of the guards that back it up.
BACKED_UP: dict[str, tuple[str, ...]] = {
    # A used code allows no more attempts, so one transaction that counts an attempt locks the row.
    SERVICES + "identity/sms_codes.py verify: not store.use(session, code, at=now)": (
        "storage/identity/sms_codes.py count_attempt: col(SmsCode.used_at).is_(None)",
    ),
    # The statement that decides an appeal requires one that is open.
    SERVICES + "review/appeals.py decide: not entry.waits_for_appeal": (
        SERVICES + "review/appeals.py decide: not blacklist.decide_appeal(session, entry, to, by=member.id, "
        "person=by.person_id, at=at)",
    ),
    # A row that is still open has no time of completion.
    "storage/engine/finished_rows.py delete_window: ended": (
        "storage/engine/finished_rows.py delete_window: table.c.done_at < done_before",
    ),
    # The statement that closes a proposal requires an open one.
    SERVICES + "staff/second_person.py find: proposal.status != ProposalStatus.OPEN": (
        SERVICES + "staff/second_person.py _close: not proposals.close(session, proposal, to, by=decider, "
        "person=by.person_id, at=now)",
    ),
    # The statement that confirms or rejects requires a proposed entry.
    SERVICES + "review/blacklist.py _second: entry.status is not BlacklistStatus.PROPOSED": (
        SERVICES + "review/blacklist.py confirm: not blacklist.close( session, entry, BlacklistStatus.CONFIRMED, "
        "by=member.id, person=by.person_id, at=at, until=until )",
        SERVICES + "review/blacklist.py reject: not blacklist.close( session, entry, BlacklistStatus.REJECTED, "
        "by=member.id, person=by.person_id, at=now, until=None )",
    ),
}


def backups_of(guard: Guard, guards: list[Guard]) -> list[Guard]:
    """Return the guards that back this one up. Raises LookupError if one of them does not exist any more."""
    names = BACKED_UP.get(guard.key, ())
    found = [other for other in guards if other.key in names]
    if len({other.key for other in found}) != len(set(names)):
        raise LookupError(f"{guard.key} is backed up by a guard that does not exist")
    return found
