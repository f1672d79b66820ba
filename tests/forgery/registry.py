"""All classes of forged inputs, run one after the other against one desk."""

from collections.abc import Callable, Iterator
from typing import Any

from bot import discovery
from tests.forgery import (
    absorbed_accounts,
    changed_state,
    contact_objections,
    dissolved_organisations,
    duties,
    former_administrators,
    identity_matters,
    invitations,
    locked_accounts,
    own_matters,
    owner_decisions,
    payment_scene,
    payment_webhooks,
    persons,
    portal_rights,
    running,
    second_accounts,
    second_people,
    signed_in,
    taps,
    text_messages,
    typed_answers,
    unusual_updates,
    web,
)
from tests.forgery.kinds import Kind
from tests.forgery.running import Result
from tests.forgery.scene import Scene


def _of_duties() -> Iterator[Kind]:
    """Yield the classes of every module of duties."""
    found: Any = discovery.definitions(duties, "KINDS")
    for kinds in found:
        yield from kinds


# Classes that leave the scene unchanged.
CHAT = (*taps.KINDS, *text_messages.KINDS, *persons.KINDS, *unusual_updates.KINDS, *typed_answers.CHAT)
# Classes that change the scene first (they sell the cars), so that no other class can follow.
LAST = (
    *typed_answers.LAST,
    *contact_objections.KINDS,
    *invitations.KINDS,
    *dissolved_organisations.KINDS,
    *absorbed_accounts.PHONES,
    *locked_accounts.CODES,
    *identity_matters.KINDS,
    *second_accounts.KINDS,
    *former_administrators.KINDS,
    *owner_decisions.KINDS,
    *changed_state.KINDS,
    *own_matters.KINDS,
    *_of_duties(),
    *second_people.KINDS,
    *absorbed_accounts.ACCOUNTS,
    *locked_accounts.ACCOUNTS,
)
PORTAL = (*signed_in.KINDS, *portal_rights.KINDS)
CLASSES = len(CHAT) + len(LAST) + len(web.WEB_KINDS) + len(PORTAL) + len(payment_webhooks.KINDS)


def run(scene: Scene, total: int, seed: int, report: Callable[[Result], None] = lambda _: None) -> list[Result]:
    """Send `total` inputs in equal shares of all classes. Returns the result of each class."""
    share = -(-total // CLASSES)
    results: list[Result] = []

    def add(result: Result) -> None:
        results.append(result)
        report(result)

    for kind in CHAT:
        add(running.run(scene, kind, share, seed))
    for web_kind in web.WEB_KINDS:
        add(web.run(scene, web_kind, share, seed))
    browsers = signed_in.SignedIn.create(scene)
    for signed_in_kind in PORTAL:
        add(signed_in.run(browsers, signed_in_kind, share, seed))
    payments = payment_scene.PaymentScene.create(scene)
    for webhook_kind in payment_webhooks.KINDS:
        add(payment_webhooks.run(payments, webhook_kind, share, seed))
    payments.bank.close()
    for kind in LAST:
        add(running.run(scene, kind, share, seed))
    return results
