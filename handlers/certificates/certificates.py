"""The inspection certificate (检验标志): sent as a file, shared, applied for. `live_views.py` shows it.

live view ── tap Download ──► file: picture or PDF
    ├─ Share codes ──► made, revoked; each view notified
    ├─ Who viewed it    └─ Apply ──► terms ──► issued, or every unmet condition
"""

from collections.abc import Iterator
from uuid import UUID

from bot.adapters.drawing.sandbox_jobs import CertificateForm
from bot.card import Card
from bot.cards.certificates import (
    applications as application_cards,
    certificates as cards,
    drawn_files as file_cards,
    share_codes as share_cards,
)
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_result, on_tap, on_timer
from bot.errors import raise_all
from bot.services.certificates import certificates, eligibility, share_codes, view_digests
from bot.services.certificates.certificates import VehicleCertificate
from bot.services.identity import consents
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.tasks import certificates as certificate_tasks
from storage.certificates import share_codes as share_code_store, views
from storage.certificates.certificates import Certificate
from storage.identity.consents import ConsentText
from storage.register.vehicles import Vehicle


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_timer(view_digests.DIGEST, tell_views)
    yield on_tap(cards.FORMS, choose_form)
    yield on_tap(cards.DRAW, draw)
    yield on_result(certificate_tasks.draw_form, send_file)
    yield on_tap(cards.APPLY, show_terms)
    yield on_tap(application_cards.AGREE, apply)
    yield on_tap(application_cards.APPLY_NOW, apply_from_reminder)
    yield on_tap(cards.SHARES, show_share_codes)
    yield on_tap(share_cards.SHARE, make_share_code)
    yield on_tap(share_cards.UNSHARE, revoke_share_code)
    yield on_tap(cards.VIEWS, show_views)


def tell_views(context: DeskContext) -> None:
    """Tell the holder of a certificate that it was viewed many times."""
    view_digests.send(context.session, context.subject, account=context.account, now=context.now)


def choose_form(context: DeskContext) -> None:
    """Ask in which form the certificate is wanted."""
    shown = _get_or_issue(context, context.tapped(cards.FORMS))
    context.say(cards.forms(shown, context.texts))


def draw(context: DeskContext) -> None:
    """Order the task that draws the certificate."""
    vehicle_id, letter = context.tapped_pair(cards.DRAW)
    shown = _get_or_issue(context, vehicle_id)
    reference = context.order_task(
        certificate_tasks.draw_form,
        certificate=shown.certificate.id,
        form=cards.FORM_LETTERS[letter],
        by_filed_user=not shown.held.is_own,
    )
    context.await_result(file_cards.being_drawn(context.texts), reference)


def send_file(context: DeskContext) -> None:
    """Send the drawn file, unless the person may no longer show this vehicle's certificate."""
    drawn = context.result_of(certificate_tasks.draw_form)
    if drawn is None:
        context.say(_not_drawn(context))
        return
    shown = _get_or_issue(context, drawn.vehicle)
    context.say(file_cards.drawn(shown, drawn.file, drawn.form, context.texts, made_at=context.now))


def show_terms(context: DeskContext) -> None:
    """Show the terms of an application to the owner, or every condition that is not met and its remedy."""
    _show_terms(context, context.tapped(cards.APPLY))


def apply(context: DeskContext) -> None:
    """Apply, the terms being agreed to; every unmet condition is named at once."""
    _apply(context, context.tapped(application_cards.AGREE))


def apply_from_reminder(context: DeskContext) -> None:
    """Apply from the reminder, which shows the terms; if these have changed since, show them first."""
    vehicle_id, version = context.tapped_pair(application_cards.APPLY_NOW)
    if version == application_cards.TERMS:
        _apply(context, vehicle_id)
    else:
        _show_terms(context, vehicle_id)


def show_share_codes(context: DeskContext) -> None:
    """Show the share codes of a vehicle."""
    _show_share_codes(context, context.tapped(cards.SHARES))


def make_share_code(context: DeskContext) -> None:
    """Make a share code and show it once."""
    vehicle_id, days = context.tapped_pair(share_cards.SHARE)
    held = certificates.require_owner(context.session, context.person, vehicle_id, now=context.now)
    made = share_codes.make(context.session, context.person, held.vehicle.id, days, now=context.now)
    context.say(share_cards.new_share_code(held, made, context.texts, links=context.links))


def revoke_share_code(context: DeskContext) -> None:
    """Revoke a share code."""
    share = share_codes.revoke(context.session, context.tapped(share_cards.UNSHARE), by=context.person, now=context.now)
    _show_share_codes(context, share.vehicle_id)


def show_views(context: DeskContext) -> None:
    """Show the latest views of the certificate to the owner."""
    held = certificates.require_owner(context.session, context.person, context.tapped(cards.VIEWS), now=context.now)
    found = views.of_vehicle(context.session, held.vehicle.id)
    context.show(cards.views(held, found, context.texts))


def _show_terms(context: DeskContext, vehicle_id: UUID) -> None:
    held = certificates.require_owner(context.session, context.person, vehicle_id, now=context.now)
    raise_all(eligibility.unmet_conditions(context.session, held.vehicle, now=context.now))
    months = rules.number(context.session, RuleName.APPLY_WINDOW_MONTHS, at=context.now)
    context.show(application_cards.terms(held, context.texts, months=months))


def _apply(context: DeskContext, vehicle_id: UUID) -> None:
    consents.require(context.session, context.person)
    certificate = certificates.apply(context.session, context.person, vehicle_id, now=context.now)
    consents.agree(context.session, context.person, ConsentText.CERTIFICATE, now=context.now)
    held = certificates.require_owner(context.session, context.person, vehicle_id, now=context.now)
    context.show(application_cards.applied(held, certificate, context.texts))


def _not_drawn(context: DeskContext) -> Card:
    """Return the card about the file that the failed task was to draw."""
    certificate_id = context.ordered("certificate")
    certificate = context.session.get(Certificate, certificate_id) if certificate_id is not None else None
    if certificate is None:
        return file_cards.unknown_not_drawn(context.texts)
    vehicle = context.session.get_one(Vehicle, certificate.vehicle_id)
    return file_cards.not_drawn(vehicle, CertificateForm(context.incoming.order["form"]), context.texts)


def _get_or_issue(context: DeskContext, vehicle_id: UUID) -> VehicleCertificate:
    return certificates.get_or_issue(context.session, context.person, vehicle_id, now=context.now)


def _show_share_codes(context: DeskContext, vehicle_id: UUID) -> None:
    held = certificates.require_owner(context.session, context.person, vehicle_id, now=context.now)
    given = share_code_store.open_of(context.session, vehicle_id, context.person.id, now=context.now)
    context.show(share_cards.share_codes(held, given, context.texts))
