"""Tells staff that a dated rule has been set: every duty may depend on it."""

from datetime import datetime

from sqlmodel import Session

from bot.services.staff import notifications
from storage.staff import members
from storage.staff.members import StaffRole
from storage.staff.rules import DatedRule

RULE_SET = "rule.set"


def tell_staff(session: Session, rule: DatedRule, *, now: datetime, admins_too: bool) -> None:
    """Notify everybody on duty. admins_too: False if the admins have decided on the rule, and know it."""
    admins = [] if admins_too else [each.id for each in members.with_role(session, StaffRole.ADMIN)]
    notifications.notify_roles(session, RULE_SET, rule.id, *StaffRole, at=now, but=admins)
