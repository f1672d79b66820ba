"""/rules and /rule: the dated rules, read by everybody, changed by two admins.

/rules ──► today's, by topic      /rules NAME ──► the history of one rule
/rule ──► open proposals
/rule NAME VALUE [from DAY] [until DAY] why ──► CHECK ── tap Announce or Quietly ──► proposed
another admin: tap Confirm ──► in force, announced in slices      tap Refuse ──► nothing changes
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.staff import rules as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_tap, on_timer
from bot.services.rules import pages, parser
from bot.services.rules.names import RuleName
from bot.services.rules.pages import RuleTopic
from bot.services.rules.parser import ParsedRule
from bot.services.staff import announcements, permissions, rule_proposals
from bot.stored_json import Draft
from storage.staff import proposals, rules as rule_store
from storage.staff.members import StaffRole
from storage.staff.rule_proposals import RuleProposal


class Step(FlowStep):
    """What the flow waits for."""

    CHECK = "check"


class RuleDraft(Draft):
    """The line of the command, parsed anew in every step."""

    line: str


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("rules", show_rules)
    yield on_tap(cards.TOPIC, show_topic)
    yield on_tap(cards.OPEN, show_proposal)
    yield on_tap(cards.CONFIRM, confirm)
    yield on_tap(cards.REFUSE, refuse)
    yield on_timer(announcements.TIMER, tell_next)
    yield Flow(
        "rule",
        entry_points=[on_command("rule", begin)],
        steps={Step.CHECK: Ask(ask_how, on_tap(cards.ALOUD, propose), on_tap(cards.QUIETLY, propose), asks_yes=True)},
    )


def show_rules(context: DeskContext) -> None:
    """Show today's rules, or the history of one."""
    if context.arguments:
        _show_history(context, parser.parse_name(context.arguments[0]))
    else:
        _show_page(context, RuleTopic.FILING)


def show_topic(context: DeskContext) -> None:
    """Show the rules of a topic."""
    said = context.tapped(cards.TOPIC)
    _show_page(context, RuleTopic(said) if said in set(RuleTopic) else RuleTopic.FILING)


def begin(context: DeskContext) -> Step | None:
    """Begin a proposal; without arguments show the open ones."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    if not context.arguments:
        context.show(cards.admin_page(proposals.open_ones(context.session, RuleProposal), context.texts))
        return None
    if len(context.arguments) == 1:
        _show_history(context, parser.parse_name(context.arguments[0]))
        return None
    context.store_draft(RuleDraft(line=context.words))
    rule_proposals.check(context.session, _parsed(context), by=context.account, now=context.now)
    return Step.CHECK


def ask_how(context: DeskContext) -> Card:
    """Show what was understood, and ask whether to announce it to everybody."""
    parsed = _parsed(context)
    return cards.asked(parsed, _current(context, parsed.name), context.texts)


def propose(context: DeskContext) -> FlowSignal:
    """Propose it, to be announced to everybody once confirmed, or without an announcement."""
    announce = context.is_tap_of(cards.ALOUD)
    row = rule_proposals.propose(
        context.session, _parsed(context), announce=announce, by=context.account, now=context.now
    )
    context.show(cards.proposal(context.session, row, context.texts))
    return END


def show_proposal(context: DeskContext) -> None:
    """Show a proposal."""
    permissions.require(context.session, context.account, StaffRole.ADMIN)
    row = context.session.get(RuleProposal, context.tapped(cards.OPEN))
    if row is None:
        raise rule_proposals.RuleProposalDecided
    context.show(cards.proposal(context.session, row, context.texts))


def confirm(context: DeskContext) -> None:
    """Confirm a proposal as the second admin."""
    subject = context.tapped(cards.CONFIRM)
    row, _ = rule_proposals.confirm(context.session, subject, by=context.account, now=context.now)
    context.show(cards.proposal(context.session, row, context.texts))


def refuse(context: DeskContext) -> None:
    """Refuse a proposal as the second admin, or withdraw it as the first."""
    subject = context.tapped(cards.REFUSE)
    row = rule_proposals.refuse(context.session, subject, by=context.account, now=context.now)
    context.show(cards.proposal(context.session, row, context.texts))


def tell_next(context: DeskContext) -> None:
    """Send the next slice of an announcement."""
    announcements.send_next_slice(context.session, context.subject, lane=context.account.lane, now=context.now)


def _parsed(context: DeskContext) -> ParsedRule:
    return parser.parse_rule(context.load_draft(RuleDraft).line, now=context.now)


def _show_page(context: DeskContext, topic: RuleTopic) -> None:
    is_admin = permissions.has_role(context.session, context.account, StaffRole.ADMIN)
    if not is_admin:
        pages.require_offered(topic)
    found = pages.page(context.session, topic, at=context.now)
    context.show(cards.page(topic, found, context.texts, with_names=is_admin))


def _show_history(context: DeskContext, name: RuleName) -> None:
    rows = rule_store.history(context.session, name)
    context.show(cards.history(name, rows, _current(context, name), context.texts))


def _current(context: DeskContext, name: RuleName) -> pages.CurrentRule:
    return pages.current(context.session, name, at=context.now)
