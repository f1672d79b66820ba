"""The dated rules by topic, as in /rules, and one rule with its history: every value, since when, until when, why."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.staff.rules import title, value_text
from bot.errors import NotYours
from bot.services.rules import catalogue, pages as rule_pages
from bot.services.rules.names import RuleName
from bot.services.rules.pages import CurrentRule, RuleTopic, parse_stored
from bot.services.staff.web_sessions import StaffUser
from bot.texts import Texts
from bot.web.route_policies import STAFF
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.staff import rules as store
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
    return [pages.route(RULES, list_rules), pages.route(f"{RULES}/{{name}}", show_rule)]


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
    typed = request.http.path_params["name"]

    def query(session: Session, me: StaffUser) -> tuple[CurrentRule, list[DatedRule]]:
        del me
        name = next((each for each in RuleName if each.typed == typed), None)
        if name is None:
            raise NotYours
        return rule_pages.current(session, name, at=request.now), store.history(session, name)

    rule, rows = await request.read(query)
    texts, name = request.texts, rule.name
    return request.show(
        "staff/rule.html",
        name=typed,
        title=title(name, texts),
        value=value_text(name, rule.value, texts),
        default=value_text(name, catalogue.DEFINITIONS[name].default, texts),
        rows=[(row, _value(name, row, texts), _state(row, request), _last_day(row)) for row in rows],
    )


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
