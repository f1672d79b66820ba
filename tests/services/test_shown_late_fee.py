"""The daily late fee of a decision is the same figure in its PDF and on its cards."""

from sqlmodel import Session

from bot.cards.violations import decisions as cards
from bot.tasks.decisions import decision_content
from bot.texts import texts
from tests.services.payment_builders import NOW, debt


def test_two_and_a_half_percent_a_day_are_shown_as_such(session: Session) -> None:
    decision = debt(session, 1).decision
    decision.late_permille = 25
    assert cards.facts(session, texts("en"), decision)["percent"] == "2.5"
    content = decision_content(session, decision.id, NOW)
    assert any("每日按罚款数额的2.5%" in chinese for chinese, _ in content.clauses())
