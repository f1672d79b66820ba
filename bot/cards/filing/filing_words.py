"""The status of an application, its events and its reasons in words."""

from bot.services.filing import outcomes
from bot.texts import Texts
from storage.filing.filings import Filing, FilingEvent, FilingStatus


def why(texts: Texts, reasons: str) -> str:
    """Return why a case was returned, or why an application ended, as one text. reasons: codes separated by blanks."""
    return texts.plain("progress-why-between").join(texts.plain(f"progress-why-{each}") for each in reasons.split())


def status_words(texts: Texts, filing: Filing) -> str:
    """Return the status of a filing in words: of one that was refused, by whom or what."""
    return texts.plain(f"filing-status-{outcomes.of(filing).replace('_', '-')}")


def owner_status_words(texts: Texts, filing: Filing) -> str:
    """Return the same to who speaks for the vehicle: what they have done themselves is theirs."""
    outcome = outcomes.of(filing)
    if outcome in ("taken_back", "refused_by_owner"):
        return texts.plain(f"filing-status-{outcome.replace('_', '-')}-by-you")
    return status_words(texts, filing)


def event_words(texts: Texts, event: FilingEvent) -> str:
    """Return a line of the timeline in words."""
    kind = outcomes.of_reason(event.note) if event.kind == FilingStatus.REFUSED else event.kind
    return texts.plain(f"filing-event-{kind.replace('_', '-')}")
