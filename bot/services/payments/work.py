"""The cashiers' kinds of work: refunds to be let go, and differences, money that matches no order among them."""

from datetime import datetime

from sqlmodel import Session

from bot.services.payments import differences, refunds
from bot.services.rules.names import RuleName
from bot.services.staff.work_kinds import WorkKind
from storage.identity.accounts import Account
from storage.payments import bill_differences, refunds as refund_store
from storage.payments.bill_differences import BillDifference
from storage.payments.refunds import Refund, RefundState
from storage.staff.members import StaffRole


def _is_barred(session: Session, refund: Refund, by: Account, now: datetime) -> bool:
    return not refunds.may_approve(session, refund, by=by)


REFUND = WorkKind(
    name=refunds.WORK,
    place=50,
    model=Refund,
    is_open=f"{refund_store.IS_UNFINISHED} AND state <> 'sent'",
    roles=(StaffRole.CASHIER,),
    rule=RuleName.REFUND_DAYS,
    since=lambda refund: refund.proposed_at,
    is_own=lambda session, refund, by: refunds.is_own(session, refund, by=by),
    is_barred=_is_barred,
    opens="refund",
    opens_held="refund",
    lists="refund",
    label=lambda session, refund: str(refund.gateway_number),  # As news and cards name it.
    news="refund.waits",
    stage=lambda refund: refund.state.value,
    proposer=lambda refund: refund.first_by if refund.state is RefundState.APPROVED else None,
)

DIFFERENCE = WorkKind(
    name=differences.WORK,
    place=51,
    model=BillDifference,
    is_open=bill_differences.IS_OPEN,
    roles=(StaffRole.CASHIER,),
    rule=RuleName.DIFFERENCE_WORKING_DAYS,
    since=lambda difference: difference.found_at,
    is_own=lambda session, difference, by: differences.is_own(session, difference, by=by),
    opens="difference",
    opens_held="difference",
    lists="refund",
)
