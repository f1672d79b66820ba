"""The inspection certificate: held up live, handed over as a file, shared, applied for.

/certificate ──► choose the car ──► live, renews itself ── tap Download ──► picture or PDF, drawn, as a file
                                        ├─ Share codes ──► made, told of each look, taken back
                                        ├─ Who looked         └─ Apply ──► terms ──► issued, or every obstacle
"""

from collections.abc import Iterator
from uuid import UUID

from bot.adapters.drawing.sandbox_jobs import CertificateForm
from bot.card import Card
from bot.cards.certificates import certificates as cards
from bot.cards.certificates.certificates import Form
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_result, on_tap, on_timer
from bot.services.certificates import certificates, eligibility
from bot.services.certificates import live_views as certificate_live_views
from bot.services.certificates import share_codes as certificate_share_codes
from bot.services.certificates.certificates import VehicleCertificate
from bot.services.filing import my_vehicles
from bot.services.identity import consents
from bot.tasks import certificates as certificate_tasks
from storage.certificates import live_views as storage_live_views
from storage.certificates import share_codes as storage_share_codes
from storage.certificates import views
from storage.certificates.live_views import LiveView
from storage.identity.consents import ConsentText
from storage.register import vehicles


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield on_command("certificate", choose)
    yield on_tap(cards.MARK, hold_up)
    yield on_tap(cards.RENEW, renew)
    yield on_timer(certificate_live_views.REFRESH, look_again)
    yield on_tap(cards.FORMS, choose_form)
    yield on_tap(cards.DRAW, draw)
    yield on_result(certificate_tasks.draw_form, hand_over)
    yield on_tap(cards.APPLY, read_terms)
    yield on_tap(cards.AGREE, apply)
    yield on_tap(cards.SHARES, show_shares)
    yield on_tap(cards.SHARE, share)
    yield on_tap(cards.UNSHARE, take_back)
    yield on_tap(cards.LOOKS, show_looks)


def choose(context: DeskContext) -> None:
    """Of which car; with a single one there is nothing to choose."""
    held = my_vehicles.all_of(context.session, context.person)
    if len(held) == 1:
        _hold_up(context, held[0].vehicle.id)
    else:
        context.show(cards.listing(context.texts, held))


def hold_up(context: DeskContext) -> None:
    """Hold the certificate of this car up."""
    _hold_up(context, context.tapped(cards.MARK))


def renew(context: DeskContext) -> None:
    """Look again now, and go on for some minutes."""
    presentation, shown = certificate_live_views.extend(
        context.session, context.tapped(cards.RENEW), by=context.account, now=context.now
    )
    context.show(_live(context, presentation, shown), about=presentation.about)


def look_again(context: DeskContext) -> None:
    """Half a minute has passed: the certificate on the screen looks again by itself, or is put away."""
    presentation = storage_live_views.get(context.session, context.subject)
    if presentation is None:
        return
    shown = certificate_live_views.refresh(context.session, presentation, by=context.account, now=context.now)
    if shown is not None:
        context.amend(_live(context, presentation, shown), about=presentation.about)
        return
    vehicle = vehicles.get(context.session, presentation.vehicle_id)
    context.amend(cards.over(presentation, vehicle.plate if vehicle else "", context.texts), about=presentation.about)


def choose_form(context: DeskContext) -> None:
    """As which file."""
    shown = _show(context, context.tapped(cards.FORMS))
    context.say(cards.forms(shown, context.texts))


def draw(context: DeskContext) -> None:
    """Have it drawn."""
    vehicle_id, _, form = context.tapped(cards.DRAW).partition("-")
    shown = _show(context, UUID(hex=vehicle_id))
    context.order_task(
        certificate_tasks.draw_form,
        certificate=shown.certificate.id,
        form=CertificateForm(Form(form).name.lower()),
        by_filed_user=not shown.held.is_own,
    )
    context.show(cards.drawing(context.texts))


def hand_over(context: DeskContext) -> None:
    """It is drawn. Who may not show the car any more gets nothing."""
    if context.result.get("failed"):
        context.say(cards.not_drawn(context.texts))
        return
    shown = _show(context, UUID(hex=context.result["vehicle"]))
    file_id, form = UUID(hex=context.result["file"]), Form[context.result["form"].upper()]
    context.say(cards.drawn(shown, file_id, form, context.texts, made_at=context.now))


def read_terms(context: DeskContext) -> None:
    """What an application means. Only who speaks for the car gets there."""
    held = certificates.require_owner(context.session, context.person, context.tapped(cards.APPLY))
    context.show(cards.terms(held, context.texts))


def apply(context: DeskContext) -> None:
    """Agreed: apply, and hear at once everything that is not met."""
    vehicle_id = context.tapped(cards.AGREE)
    certificate = certificates.apply(context.session, context.person, vehicle_id, now=context.now)
    consents.agree(context.session, context.person, ConsentText.CERTIFICATE, now=context.now)
    held = certificates.require_owner(context.session, context.person, vehicle_id)
    context.show(cards.applied(held, certificate, context.texts))


def show_shares(context: DeskContext) -> None:
    """The codes given for this car."""
    _show_shares(context, context.tapped(cards.SHARES))


def share(context: DeskContext) -> None:
    """Make a code."""
    vehicle_id, _, days = context.tapped(cards.SHARE).partition("-")
    held = certificates.require_owner(context.session, context.person, UUID(hex=vehicle_id))
    made = certificate_share_codes.make(context.session, context.person, held.vehicle.id, int(days), now=context.now)
    context.say(cards.shared(held, made, context.texts))


def take_back(context: DeskContext) -> None:
    """Take a code back."""
    given = certificate_share_codes.revoke(
        context.session, context.tapped(cards.UNSHARE), by=context.person, now=context.now
    )
    _show_shares(context, given.vehicle_id)


def show_looks(context: DeskContext) -> None:
    """Who looked at it."""
    held = certificates.require_owner(context.session, context.person, context.tapped(cards.LOOKS))
    found = views.of_vehicle(context.session, held.vehicle.id)
    context.show(cards.looks(held, found, context.texts))


def _hold_up(context: DeskContext, vehicle_id: UUID) -> None:
    presentation, shown = certificate_live_views.begin(
        context.session, context.person, vehicle_id, by=context.account, now=context.now
    )
    context.show(_live(context, presentation, shown), about=presentation.about)


def _live(context: DeskContext, presentation: LiveView, shown: VehicleCertificate) -> Card:
    mark = eligibility.next_certificate(context.session, shown.vehicle, now=context.now)
    return cards.live(shown, presentation, context.texts, next_mark=mark, now=context.now)


def _show(context: DeskContext, vehicle_id: UUID) -> VehicleCertificate:
    return certificates.get_or_issue(context.session, context.person, vehicle_id, now=context.now)


def _show_shares(context: DeskContext, vehicle_id: UUID) -> None:
    held = certificates.require_owner(context.session, context.person, vehicle_id)
    given = storage_share_codes.open_of(context.session, vehicle_id, context.person.id, now=context.now)
    context.show(cards.shares(held, given, context.texts))
