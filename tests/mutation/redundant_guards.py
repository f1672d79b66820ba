"""Guards that stand before another that holds the same: either may go, both together may not.

Each is here with those that hold when it is gone; the run takes all of them away and wants that to be noticed.
"""

from tests.mutation.mutants import Guard

SERVICES = "bot/services/"
BEHIND: dict[str, tuple[str, ...]] = {
    # A used code takes no more tries, so whoever passes that has the row to himself until the end of the transaction.
    SERVICES + "identity/sms_codes.py verify: not store.use(session, code, at=now)": (
        "storage/identity/sms_codes.py count_attempt: col(SmsCode.used_at).is_(None)",
    ),
    # Money booked already is refused once more by its own number as it is booked.
    SERVICES
    + "payments/settlement.py settle: store.transaction_by_provider_id(session, order.provider, received.transaction_id) is not None": (
        SERVICES + "payments/settlement.py settle: not store.add_transaction(session, transaction)",
    ),
    # The statement that decides an appeal asks for one that waits.
    SERVICES + "review/appeals.py decide: not entry.waits_for_appeal": (
        SERVICES + "review/appeals.py decide: not blacklist.decide_appeal(session, entry, to, by=member.id, at=now)",
    ),
    # What is over is closed by nobody, whoever asks.
    SERVICES + "filing/filings.py withdraw: filing.status not in filings.OPEN_STATUSES": (
        SERVICES + "filing/filings.py _close: filing.status not in filings.OPEN_STATUSES",
    ),
    # What waits has no moment at which it was done.
    "storage/engine/inbox.py delete_finished: handled": ("storage/engine/inbox.py delete_finished: _inbox.c.done_at < done_before",),
    "storage/engine/outbox.py delete_finished: finished": ("storage/engine/outbox.py delete_finished: _outbox.c.done_at < done_before",),
    # The statement that closes a proposal asks for one that is open.
    SERVICES + "staff/rule_proposals.py _find: proposal.status is not RuleProposalStatus.OPEN": (
        SERVICES + "staff/rule_proposals.py confirm: "
        "not store.close(session, proposal, RuleProposalStatus.CONFIRMED, by=member.id, at=now)",
        SERVICES + "staff/rule_proposals.py refuse: not store.close(session, proposal, to, by=member.id, at=now)",
    ),
    # The statement that confirms or rejects asks for an entry that is proposed.
    SERVICES + "review/blacklist.py _second: entry.status is not BlacklistStatus.PROPOSED": (
        SERVICES + "review/blacklist.py confirm: not blacklist.close(session, entry, BlacklistStatus.CONFIRMED, "
        "by=member.id, at=now, until=until)",
        SERVICES + "review/blacklist.py reject: not blacklist.close(session, entry, BlacklistStatus.REJECTED, "
        "by=member.id, at=now, until=None)",
    ),
}
"""A guard's key: the keys of those that hold when it is gone."""


def beside(guard: Guard, guards: list[Guard]) -> list[Guard]:
    """Return the others that hold what this one holds. Raises LookupError for one that is not there any more."""
    names = BEHIND.get(guard.key, ())
    found = [other for other in guards if other.key in names]
    if len({other.key for other in found}) != len(set(names)):
        raise LookupError(f"{guard.key} is doubled by something that is not there")
    return found
