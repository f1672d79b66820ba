"""Cards of /rules and /rule: a page of rules, the history of one, proposals, the announcement."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session

from bot import money
from bot.card import Button, Card, CardButton, Whose, column, grid
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.cards.notification import Reader, notification_about
from bot.services.rules import catalogue, durations
from bot.services.rules.definitions import RuleUnit, RuleValue
from bot.services.rules.names import RuleName
from bot.services.rules.pages import CurrentRule, RuleTopic, is_offered, last_day, parse_stored
from bot.services.rules.parser import ParsedRule
from bot.services.staff import rule_changes, rule_proposals
from bot.services.values import plate_types
from bot.texts import Texts
from storage.staff import members
from storage.staff.members import StaffRole
from storage.staff.proposals import ProposalStatus
from storage.staff.rule_proposals import RuleProposal
from storage.staff.rules import DatedRule

TOPIC = Button("rule-topic", str, whose=Whose.NO_ROW)
OPEN = Button("rule-open", UUID, whose=Whose.STAFF)
CONFIRM = Button("rule-yes", UUID, whose=Whose.STAFF)
REFUSE = Button("rule-no", UUID, whose=Whose.STAFF)
ALOUD = Button("rule-aloud", str, in_step=True)
QUIETLY = Button("rule-quiet", str, in_step=True)
COMMANDS = (
    Command("rule", 80, StaffRole.ADMIN),
    Command("rules", 200, registered=True, guests=True),
)
HISTORY_SHOWN = 12


def page(topic: RuleTopic, found: Sequence[CurrentRule], texts: Texts, *, with_names: bool) -> Card:
    """The current rules of a topic, with buttons for other topics.

    with_names: also the names that staff type, and the topics of journeys that the desk leaves out.
    """
    lines = [line for rule in found for line in _lines(rule, texts, with_names)]
    text = texts("rules-page", topic=texts.plain(f"rule-topic-{topic}")) + "\n" + "\n".join(lines)
    topics = [one for one in RuleTopic if one is not topic and (with_names or is_offered(one))]
    others = [TOPIC.on(texts.plain(f"rule-topic-{one}"), one.value) for one in topics]
    return Card(text, (*grid(others), (go("menu", texts),)))


def history(name: RuleName, rows: Sequence[DatedRule], rule: CurrentRule, texts: Texts) -> Card:
    """One rule: its current value, and all past, present and future values."""
    lines = [texts("rule-history", what=title(name, texts), name=name.typed, value=value_text(name, rule.value, texts))]
    for row in rows[:HISTORY_SHOWN]:
        facts = {
            "value": value_text(name, parse_stored(name, row.value), texts),
            "valid_from": row.valid_from,
            "why": row.why or "–",
        }
        lines.append(texts("rule-was", **facts, until=_until(row.valid_until, texts)))
    lines.append(texts("rule-default", value=value_text(name, catalogue.DEFINITIONS[name].default, texts)))
    return Card("\n".join(lines), ((go("rules", texts),),))


def admin_page(proposals: Sequence[RuleProposal], texts: Texts) -> Card:
    """To an admin: how to propose a rule, and the open proposals."""
    choices: list[CardButton] = [OPEN.on(title(RuleName(one.name), texts), one.id) for one in proposals]
    waiting = texts("rule-waiting", count=len(proposals))
    return Card(f"{texts('rule-usage')}\n\n{waiting}", (*column(*choices), (go("rules", texts),)))


def asked(parsed: ParsedRule, was: CurrentRule, texts: Texts) -> Card:
    """The proposal as it was understood; asks whether to announce it to everybody."""
    facts = _facts(parsed.name, parsed.value, parsed.valid_from, parsed.valid_until, texts)
    text = texts("rule-check", **facts, why=parsed.why, was=value_text(parsed.name, was.value, texts))
    aloud, quietly = ALOUD.on(texts.plain("rule-aloud"), ""), QUIETLY.on(texts.plain("rule-quietly"), "")
    return Card(text, column(aloud, quietly))


def proposal(session: Session, row: RuleProposal, texts: Texts) -> Card:
    """A proposal; with two buttons while it is open, and one once its last day has passed."""
    is_open = row.status is ProposalStatus.OPEN
    is_over = is_open and texts.now is not None and rule_proposals.is_over(row, now=texts.now)
    said = texts("rule-proposal-over" if is_over else f"rule-proposal-{row.status}")
    yes, no = CONFIRM.on(texts.plain("rule-confirm"), row.id), REFUSE.on(texts.plain("rule-refuse"), row.id)
    steps = ((no,) if is_over else (yes, no),) if is_open else ()
    return Card(f"{_proposal_text(session, row, texts)}\n\n{said}", (*steps, (go("rule", texts),)))


def title(name: RuleName, texts: Texts) -> str:
    """Return the name of a rule in the reader's language."""
    return texts.plain(f"rule-name-{name.value.replace('_', '-')}")


def value_text(name: RuleName, value: RuleValue, texts: Texts, *, as_typed: bool = True) -> str:
    """Return a value in the reader's language: 3 hours, on, 200 yuan. as_typed: in the unit in which staff type it."""
    unit = catalogue.DEFINITIONS[name].unit
    if isinstance(value, bool):
        return texts.plain("rule-on" if value else "rule-off")
    if isinstance(value, tuple):
        return texts.plain("rule-unit-day-list", days=", ".join(map(str, value)))
    if isinstance(value, str):
        return _words(name, value, texts, as_typed=as_typed)
    if unit is RuleUnit.FEN:
        return texts.plain("rule-unit-fen", count=money.yuan(value))
    count, shown = (value, unit.value.replace("_", "-")) if as_typed else durations.readable(value, unit)
    counted = f"rule-count-{name.value.replace('_', '-')}"  # What is counted, where its name does not say it.
    return texts.plain(counted if texts.has(counted) else f"rule-unit-{shown}", count=count)


def _words(name: RuleName, value: str, texts: Texts, *, as_typed: bool) -> str:
    """Return a value of words in the reader's language; plate types by their names, to staff by their codes."""
    if catalogue.DEFINITIONS[name].unit is RuleUnit.CHOICE:
        return texts.plain(f"rule-choice-{value.replace('_', '-')}")
    if name is RuleName.FILED_PLATE_TYPES and not as_typed:
        separator = "、" if texts.language == "zh-CN" else "; "
        return separator.join(texts.plain(f"plate-type-{each.value}") for each in plate_types.parse_codes(value) or ())
    return value or texts.plain("rule-none")


@notification_about("rule.proposed", RuleProposal)
def proposed_notification(session: Session, row: RuleProposal, reader: Reader) -> Card | None:
    """To the other admins: a proposal waits for confirmation."""
    return proposal(session, row, reader.texts) if row.status is ProposalStatus.OPEN else None


@notification_about("rule.decided", RuleProposal)
def decided_notification(session: Session, row: RuleProposal, reader: Reader) -> Card | None:
    """To the admins: a proposal is decided."""
    return proposal(session, row, reader.texts) if row.status is not ProposalStatus.OPEN else None


@notification_about("rule.announced", DatedRule)
def announced_notification(session: Session, row: DatedRule, reader: Reader) -> Card | None:
    """To every user: a rule changes."""
    name, texts = RuleName(row.name), reader.texts
    value = parse_stored(name, row.value)
    facts = _facts(name, value, row.valid_from, row.valid_until, texts)
    facts["value"] = value_text(name, value, texts, as_typed=False)
    return Card(texts("rule-announced", **facts, why=row.why), ((go("rules", texts),),))


@notification_about(rule_changes.RULE_SET, DatedRule)
def set_notification(session: Session, row: DatedRule, reader: Reader) -> Card | None:
    """To staff: a rule is set, by two admins or by the operator."""
    name, texts = RuleName(row.name), reader.texts
    facts = _facts(name, parse_stored(name, row.value), row.valid_from, row.valid_until, texts)
    how = texts.plain("rule-set-by-admins" if row.set_by else "rule-set-by-operator")
    return Card(texts("rule-set", **facts, why=row.why, how=how), ((go("rules", texts),),))


def _lines(rule: CurrentRule, texts: Texts, with_names: bool) -> list[str]:
    name = rule.name
    until = texts("rule-holds-until", until=_last_day(rule.until, texts)) if rule.until else ""
    in_words = partial(value_text, name, texts=texts, as_typed=with_names)
    today = texts("rule-line", what=title(name, texts), value=in_words(rule.value)) + until
    coming = [
        texts("rule-coming", valid_from=row.valid_from, value=in_words(parse_stored(name, row.value)))
        for row in rule.coming
    ]
    return [today, *coming, *([f"  <code>{name.typed}</code>"] if with_names else [])]


def _proposal_text(session: Session, row: RuleProposal, texts: Texts) -> str:
    name, member = RuleName(row.name), session.get(members.StaffMember, row.proposed_by)
    facts = _facts(name, parse_stored(name, row.value), row.valid_from, row.valid_until, texts)
    if row.status is ProposalStatus.OPEN and row.valid_from and texts.now and row.valid_from <= texts.now:
        facts["begins"] = texts.plain("rule-first-day-passed", valid_from=row.valid_from)
    how = texts.plain("rule-aloud" if row.announce else "rule-quietly")
    return texts("rule-proposal", **facts, why=row.why, who=member.name if member else "–", how=how)


def _facts(
    name: RuleName, value: RuleValue, since: datetime | None, until: datetime | None, texts: Texts
) -> dict[str, str]:
    begins = texts.plain("rule-from", valid_from=since) if since else texts.plain("rule-at-once")
    return {
        "what": title(name, texts),
        "name": name.typed,
        "value": value_text(name, value, texts),
        "begins": begins,
        "until": _until(until, texts),
    }


def _until(end: datetime | None, texts: Texts) -> str:
    return texts.plain("rule-until", until=_last_day(end, texts)) if end else texts.plain("rule-until-changed")


def _last_day(end: datetime, texts: Texts) -> str:
    return texts.day(last_day(end))
