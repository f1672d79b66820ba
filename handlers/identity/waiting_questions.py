"""Shows owners who register or unlock the questions that wait for their answer."""

from bot.cards.filing import approvals as cards
from bot.context import DeskContext
from bot.services.organisations import authority
from storage.filing import approvals
from storage.filing.filings import Filing


def show(context: DeskContext) -> None:
    """Ask every open question about a vehicle for which this person speaks now, with its buttons."""
    session, person_id = context.session, context.account.person_id
    for approval in approvals.pending_of(session, person_id) if person_id is not None else ():
        speaker = authority.acting_owner(session, session.get_one(Filing, approval.filing_id).vehicle_id)
        if speaker is not None and speaker.id == person_id and approval.expires_at > context.now:
            context.say(cards.question(session, approval, context.texts), about=approval.topic)
