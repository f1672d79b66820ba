"""The inspection certificate (检验标志) shown live in the chat: /certificate, a picture that is renewed in place.

/certificate ──► choose the vehicle ──► its words at once ── task ──► its picture ── timer ──► a newer picture …
                                                                 └─ time is up ──► a picture that it is put away
A tap that leads elsewhere takes the picture away; a drawing that fails leaves the words, which say the same.
"""

from collections.abc import Iterator
from uuid import UUID

from bot.adapters.drawing.sandbox_jobs import CertificateForm
from bot.card import Card
from bot.cards.certificates import certificates as cards
from bot.context import DeskContext
from bot.engine.listeners import Handler, on_command, on_result, on_tap, on_timer
from bot.services.certificates import certificates, eligibility, live_views
from bot.services.certificates.certificates import VehicleCertificate
from bot.services.filing import my_vehicles
from bot.tasks import certificates as certificate_tasks
from storage.certificates.live_views import LiveView
from storage.register.vehicles import Vehicle


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_command("certificate", choose)
    yield on_tap(cards.PAGE, show_page)
    yield on_tap(cards.CERTIFICATE, show)
    yield on_tap(cards.EXTEND, extend)
    yield on_timer(live_views.REFRESH, refresh)
    yield on_result(certificate_tasks.draw_live, show_picture)


def choose(context: DeskContext) -> None:
    """Ask for the vehicle; the certificate of an only one is shown at once."""
    held = my_vehicles.all_of(context.session, context.person, now=context.now)
    if len(held) == 1:
        _begin(context, held[0].vehicle.id)
    else:
        context.show(cards.choose_vehicle(context.texts, held))


def show_page(context: DeskContext) -> None:
    """Show another page of the vehicles."""
    held = my_vehicles.all_of(context.session, context.person, now=context.now)
    context.show(cards.choose_vehicle(context.texts, held, number=context.tapped(cards.PAGE)))


def show(context: DeskContext) -> None:
    """Show the certificate of a vehicle live."""
    _begin(context, context.tapped(cards.CERTIFICATE))


def extend(context: DeskContext) -> None:
    """Refresh a live view now and extend it."""
    view, shown = live_views.extend(context.session, context.tapped(cards.EXTEND), by=context.account, now=context.now)
    _order_picture(context, view, shown)


def refresh(context: DeskContext) -> None:
    """Refresh a live view when its timer is due, or end it; who has gone on by a tap has left it."""
    view = context.session.get(LiveView, context.subject)
    if view is None or context.is_replaced(view.about):
        return
    shown = live_views.refresh(context.session, view, by=context.account, now=context.now)
    _order_picture(context, view, shown)


def show_picture(context: DeskContext) -> None:
    """Show the drawn picture with the certificate's words as they are now, unless it was drawn for another state."""
    drawn = context.result_of(certificate_tasks.draw_live)
    view_id = drawn.view if drawn is not None else context.ordered("view")
    view = context.session.get(LiveView, view_id) if view_id is not None else None
    if view is None or context.is_replaced(view.about):
        return
    shown = live_views.current(context.session, view, by=context.account, now=context.now)
    if drawn is not None and drawn.is_over != (shown is None):
        return
    picture = drawn.file if drawn is not None else None
    if shown is None:
        _end(context, view, picture)
        return
    context.amend(_card(context, view, shown, picture), about=view.about)


def _begin(context: DeskContext, vehicle_id: UUID) -> None:
    try:
        view, shown = live_views.begin(context.session, context.person, vehicle_id, by=context.account, now=context.now)
    except certificates.NoCertificate:
        held = my_vehicles.find(context.session, context.person, vehicle_id, now=context.now)
        following = eligibility.next_certificate(context.session, held.vehicle, now=context.now)
        context.show(cards.none_now(held, context.texts, following=following))
        return
    context.show(_card(context, view, shown, None), about=view.about)
    _order_picture(context, view, shown)


def _card(context: DeskContext, view: LiveView, shown: VehicleCertificate, picture: UUID | None) -> Card:
    following = eligibility.next_certificate(context.session, shown.vehicle, now=context.now)
    return cards.live(shown, view, context.texts, following=following, now=context.now, picture=picture)


def _order_picture(context: DeskContext, view: LiveView, shown: VehicleCertificate | None) -> None:
    """Have the certificate drawn, or what takes its place if the view is over."""
    context.order_task(
        certificate_tasks.draw_live,
        view=view.id,
        certificate=shown.certificate.id if shown is not None else None,
        form=CertificateForm.LARGE if context.texts.large else CertificateForm.PICTURE,
        by_filed_user=shown is not None and not shown.held.is_own,
    )


def _end(context: DeskContext, view: LiveView, picture: UUID | None) -> None:
    """Say that the view is over. A picture that nothing can take the place of is taken away."""
    vehicle = context.session.get(Vehicle, view.vehicle_id)
    card = cards.live_view_ended(view, vehicle.plate if vehicle else "", context.texts, picture=picture)
    if picture is not None:
        context.amend(card, about=view.about)
    else:
        context.take_away(view.about)
        context.say(card)
