"""The dated rules by topic, as in /rules, one with every value that it had and will have, and its proposal."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.staff.rules import title, value_text
from bot.errors import NotYours
from bot.services.rules import catalogue, pages as rule_pages, parser
from bot.services.rules.names import RuleName
from bot.services.rules.pages import CurrentRule, RuleTopic, parse_stored
from bot.services.staff import permissions, rule_proposals, second_factor
from bot.services.staff.second_factor import ConfirmedKind
from bot.services.staff.web_sessions import StaffUser
from bot.texts import Texts, without_signs
from bot.web.route_policies import STAFF
from bot.web.staff.second_factor import give
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff import rules as store
from storage.staff.members import StaffRole
from storage.staff.proposals import open_ones
from storage.staff.rule_proposals import RuleProposal
from storage.staff.rules import DatedRule

RULES = f"{STAFF}/rules"


@dataclass(frozen=True)
class RuleRow:
    """A rule as the page lists it. name: as staff type it; coming: how many values begin later."""

    name: str
    title: str
    value: str
    coming: int


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of the rules."""
    return [
        pages.route(RULES, list_rules),
        pages.route(f"{RULES}/{{name}}", show_rule),
        pages.route(f"{RULES}/{{name}}/propose", propose),
    ]


async def list_rules(request: StaffRequest) -> Response:
    """Show the rules in force, by topic."""

    def query(session: Session, me: StaffUser) -> list[tuple[str, list[RuleRow]]]:
        del me
        return [
            (
                request.texts.plain(f"rule-topic-{topic}"),
                _rows(rule_pages.page(session, topic, at=request.now), request),
            )
            for topic in RuleTopic
        ]

    return request.show("staff/rules.html", topics=await request.read(query))


async def show_rule(request: StaffRequest) -> Response:
    """Show one rule with all its values, the latest first."""

    def query(session: Session, me: StaffUser) -> tuple[CurrentRule, list[DatedRule], dict[str, Any]]:
        name, may_propose = _name(request), permissions.has_role(session, me.account, StaffRole.ADMIN)
        proposed = [each.id for each in open_ones(session, RuleProposal) if each.name == name]
        may = {
            "may_propose": may_propose,
            "proposed": proposed if may_propose else [],
            "asks": not second_factor.is_given(me, ConfirmedKind.RULES),
            "is_enrolled": second_factor.is_enrolled(session, me.account),
        }
        return rule_pages.current(session, name, at=request.now), store.history(session, name), may

    rule, rows, may = await request.read(query)
    texts, name = request.texts, rule.name
    return request.show(
        "staff/rule.html",
        name=name.typed,
        most_value=parser.MAX_VALUE_LENGTH,
        most_why=parser.MAX_REASON_LENGTH,
        aloud=without_signs(texts.plain("rule-aloud")),
        **may,
        title=title(name, texts),
        value=value_text(name, rule.value, texts),
        default=value_text(name, catalogue.DEFINITIONS[name].default, texts),
        rows=[(row, _value(name, row, texts), _state(row, request), _last_day(row)) for row in rows],
    )


async def propose(request: StaffRequest) -> Response:
    """Propose a value, as the line of /rule; its page says how it was understood, and who has proposed withdraws it."""
    request.back = f"{RULES}/{request.http.path_params['name']}"
    await give(request, ConfirmedKind.RULES)

    def action(session: Session, me: StaffUser) -> UUID:
        permissions.require(session, me.account, StaffRole.ADMIN)
        parsed = parser.parse_rule(_line(request), now=request.now)
        announce = request.field("announce") == "yes"
        return rule_proposals.propose(session, parsed, announce=announce, by=me.account, now=request.now).id

    return request.redirect(f"/rule-proposals/{await request.act(action)}")


def _name(request: StaffRequest) -> RuleName:
    """Return the rule of the path. Raises NotYours."""
    name = next((each for each in RuleName if each.typed == request.http.path_params["name"]), None)
    if name is None:
        raise NotYours
    return name


def _line(request: StaffRequest) -> str:
    """Return the form as the line of /rule, of which the parser says what is wrong."""
    value = request.field("value").translate(dict.fromkeys(map(ord, '"“”'))).strip()
    days = [f"{word} {day}" for word in ("from", "until") if (day := request.field(word).strip())]
    return " ".join([_name(request).typed, f'"{value}"', *days, request.field("words")])


def _rows(found: list[CurrentRule], request: StaffRequest) -> list[RuleRow]:
    texts = request.texts
    return [
        RuleRow(each.name.typed, title(each.name, texts), value_text(each.name, each.value, texts), len(each.coming))
        for each in found
    ]


def _value(name: RuleName, row: DatedRule, texts: Texts) -> str:
    return value_text(name, parse_stored(name, row.value), texts)


def _last_day(row: DatedRule) -> date | None:
    return rule_pages.last_day(row.valid_until) if row.valid_until is not None else None


def _state(row: DatedRule, request: StaffRequest) -> str:
    """Return whether a value is past, present or future. Of several that hold at once, the latest counts."""
    if row.valid_from > request.now:
        return "coming"
    return "past" if row.valid_until is not None and row.valid_until <= request.now else "now"
