"""Rows of one person: organisations, their invitations and their web side."""

from datetime import timedelta
from typing import Any

from storage.organisations import invitations, sign_in_codes, web_sessions
from storage.organisations.organisations import Organisation
from tests.data_protection.personal_tables import NOW, SOON, DataSubject, DeletionEffect, personal_row
from tests.data_protection.row_states import row_states


@personal_row("organisations", DeletionEffect.KEPT)
def organisation(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    row = Organisation(credit_code=user.about, name="x")
    row.phone = user.text("organisations")
    user.put(row)


@personal_row("invitations", DeletionEffect.HASHED)
def invitation(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    organisation, secret = user.row(Organisation).id, user.text("invitations")
    invitations.new(user.session, organisation, secret, by=user.person.id, at=NOW, until=SOON)


@personal_row("web_sessions", DeletionEffect.HASHED)
def web_session(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    whose: dict[str, Any] = {"account_id": user.account.id, "person_id": user.person.id, "organisation_id": None}
    web_sessions.new(user.session, user.text("web_sessions"), device="Firefox", at=NOW, **whose)


@personal_row("sign_in_codes", DeletionEffect.HASHED)
def sign_in_code(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    sign_in_codes.new(user.session, user.account.id, user.text("sign_in_codes"), at=NOW, until=SOON)


@personal_row("sign_in_tries", DeletionEffect.HASHED)
def failed_sign_in(user: DataSubject) -> None:
    """Insert a row with data of this person."""
    sign_in_codes.record_failure(
        user.session, user.text("sign_in_tries"), at=NOW, forget_before=NOW - timedelta(days=1)
    )


row_states("members", ended={"ended_at": NOW}, needed={})
