"""The kinds of proposals that admins decide on the page: rules, roles, imports, what is taken back, API clients."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session
from starlette.routing import Route

from bot.cards.certificates import revocations as revocation_cards
from bot.cards.menu import all_commands
from bot.cards.staff import (
    api_clients as client_cards,
    members as member_cards,
    register_imports as import_cards,
    rules as rule_cards,
    wrong_verifications as withdrawal_cards,
)
from bot.errors import Refusal
from bot.links import DeskLinks
from bot.services.certificates import revocations
from bot.services.importing import api_client_proposals, proposals as imports
from bot.services.staff import members, permissions, rule_proposals, wrong_verifications
from bot.services.staff.second_factor import ConfirmedKind
from bot.task_definition import put_order
from bot.tasks import command_menus, register_imports
from bot.web.staff import card_page, proposals
from bot.web.staff.card_page import ButtonPath
from bot.web.staff.proposals import ProposalKind
from bot.web.staff.staff_request import StaffRequest, StaffRoutes
from storage.identity.accounts import Account
from storage.staff.import_proposals import ImportProposal
from storage.staff.members import StaffMember, StaffRole
from storage.staff.role_proposals import StaffProposal
from storage.staff.rule_proposals import RuleProposal


def routes(pages: StaffRoutes) -> list[Route]:
    """Return the routes of all kinds of proposals."""
    return [route for kind in KINDS for route in proposals.routes(pages, kind)]


def _stored(table: type[Any], decided: type[Refusal]) -> Callable[[Session, UUID, Account], Any]:
    def find(session: Session, proposal_id: UUID, by: Account) -> Any:
        permissions.require(session, by, StaffRole.ADMIN)
        row = session.get(table, proposal_id)
        if row is None:
            raise decided
        return row

    return find


def _of_roles(session: Session, found: tuple[StaffProposal, str], request: StaffRequest) -> tuple[Any, list[str]]:
    """Return the link of an invitation, to be passed on; of a member have their commands published."""
    row, code = found
    if code:
        link = DeskLinks(request.web.bot_username).deep_link(f"staff-{code}")
        return row, card_page.lines(member_cards.invitation(row, code, request.texts, link=link))
    assert row.member_id is not None
    publish_commands(session, session.get_one(StaffMember, row.member_id), request)
    return row, []


def publish_commands(session: Session, member: StaffMember, request: StaffRequest) -> None:
    """Order the task that publishes the commands which a member has now, as in the chat."""
    assert request.me is not None
    commands, lane = sorted(all_commands()), request.me.account.lane
    order = command_menus.publish_menu.order(telegram_id=member.telegram_id, commands=commands)
    put_order(session, order, lane=lane, queue=lane, at=request.now)


def _reader(request: StaffRequest) -> UUID | None:
    assert request.me is not None
    return request.me.account.person_id


def _of_import(session: Session, row: ImportProposal, request: StaffRequest) -> tuple[Any, list[str]]:
    """Have the file imported; the chat brings the report."""
    assert request.me is not None
    lane = request.me.account.lane
    order = register_imports.import_register_file.order(
        file=row.file_id,
        kind=row.kind,
        proposal=row.id,
        language=request.texts.language,
        good_rows=row.wrong > 0,
    )
    put_order(session, order, lane=lane, queue=lane, at=request.now)
    return row, []


KINDS = (
    ProposalKind(
        path="rule-proposals",
        work=rule_proposals.WORK,
        up="rules",
        yes=rule_cards.CONFIRM,
        no=rule_cards.REFUSE,
        find=_stored(RuleProposal, rule_proposals.RuleProposalDecided),
        confirm=rule_proposals.confirm,
        refuse=rule_proposals.refuse,
        card=lambda session, row, request: rule_cards.proposal(session, row, request.texts),
        then=lambda session, found, request: (found[0], []),
        code=ConfirmedKind.RULES,
    ),
    ProposalKind(
        path="role-proposals",
        work=members.WORK,
        up="members",
        yes=member_cards.CONFIRM,
        no=member_cards.REFUSE,
        find=_stored(StaffProposal, members.StaffProposalDecided),
        confirm=members.confirm,
        refuse=members.refuse,
        card=lambda session, row, request: member_cards.proposal(session, row, request.texts),
        then=_of_roles,
        code=ConfirmedKind.RIGHTS,
    ),
    ProposalKind(
        path="imports",
        work=imports.WORK,
        up="imports",
        yes=import_cards.CONFIRM,
        no=import_cards.REFUSE,
        find=_stored(ImportProposal, imports.ImportProposalDecided),
        confirm=imports.confirm,
        refuse=imports.refuse,
        card=lambda session, row, request: import_cards.proposal(session, row, request.texts),
        then=_of_import,
        code=ConfirmedKind.RIGHTS,
    ),
    ProposalKind(
        path="withdrawals",
        work=wrong_verifications.WORK,
        up="inbox",
        yes=withdrawal_cards.CONFIRM,
        no=withdrawal_cards.REFUSE,
        find=lambda session, row_id, by: wrong_verifications.find(session, row_id, by=by),
        confirm=wrong_verifications.confirm,
        refuse=wrong_verifications.refuse,
        card=lambda session, row, request: withdrawal_cards.proposal(session, row, request.texts),
    ),
    ProposalKind(
        path="revocations",
        work=revocations.WORK.name,
        up="certificates",
        yes=revocation_cards.CONFIRM,
        no=revocation_cards.REFUSE,
        find=lambda session, row_id, by: revocations.find(session, row_id, by=by),
        confirm=revocations.confirm,
        refuse=revocations.refuse,
        card=lambda session, row, request: revocation_cards.proposal(session, row, request.texts),
    ),
    ProposalKind(
        path="client-proposals",
        work=api_client_proposals.WORK,
        up="clients",
        yes=client_cards.CONFIRM,
        no=client_cards.REFUSE,
        find=lambda session, row_id, by: api_client_proposals.show(session, row_id, by=by),
        confirm=api_client_proposals.confirm,
        refuse=api_client_proposals.refuse,
        card=lambda session, row, request: client_cards.proposal(session, row, request.texts, reader=_reader(request)),
        others=(ButtonPath(client_cards.KEY, "key", code=ConfirmedKind.RIGHTS),),
        code=ConfirmedKind.RIGHTS,
    ),
)
