"""Names that stores and chats of released versions hold: tasks, flows, steps, timers and buttons.

Renaming or removing one breaks events that wait in a store, conversations that are parked, and old messages. New names
may be added here when they are released.
"""

from collections.abc import Iterator
from inspect import Parameter, signature
from typing import Any

import handlers
from bot import cards, discovery, tasks
from bot.card import Button
from bot.engine.listeners import Flow, Handler, OnTimer
from bot.task_definition import TaskDefinition

# Task → keyword arguments, of version 0.1.0.
TASKS = {
    "audit.verify": "",
    "certificates.draw": "certificate form by_filed_user",
    "checks.face": "file_id person owner portrait digits accept doubt",
    "desk.figures": "",
    "objections.photo": "file_id owner",
    "papers.receipt": "decision",
    "papers.voucher": "decision",
    "payments.close": "order why",
    "payments.order": "order",
    "payments.query": "order asked",
    "payments.query_refund": "refund",
    "payments.reconcile": "provider day",
    "payments.refund": "refund",
    "photos.guide": "",
    "photos.look": "file_id owner",
    "reviews.copies": "review words",
    "reviews.examine": "review",
    "reviews.take_off": "chat lane about",
    "staff.commands": "telegram_id commands zone",
    "vehicle-codes.draw": "code token short owner caption",
    "vehicle-codes.read": "file_id",
    "verification.read": "file_id",
}
# Flow → steps, of version 0.1.0.
FLOWS = {
    "answering": "answer",
    "appeal": "words",
    "check": "comparing consent face photos",
    "deletion": "warning word",
    "filing": "code confirm engine hints plate qr-relation qr-words relation reminder scan type words",
    "handling": "code facts rules select",
    "objection": "photos words",
    "paper": "address confirm phone recipient way why",
    "paper-tracking": "tracking",
    "refusal": "reason",
    "registration": "code confirm contact id_number name terms",
    "return": "words",
    "rule": "check",
    "staff": "name roles",
    "verification": "ask reading",
}
# Timers of version 0.1.0.
TIMERS = """
    approval.lapse approval.remind certificate.live decision.remind filing.term group.news payment.expire
    payment.poll refund.poll review.due review.lease rule.announce vehicle-code.tick viewing.end violation.tell
"""
# Verbs of buttons of version 0.1.0.
VERBS = """
    agree agreed approve audit-older audit-verify back block by-photos by-qr by-sms cancel cancel-qr car case
    change change check code confirm confirm decision diff-settled difference enrol face-revoke face-yes false
    false-why filers filing go go-on keep language late-fees lift list-no list-yes listing mark mark-agree
    mark-apply mark-draw mark-forms mark-looks mark-paper mark-renew mark-share mark-shares mark-unshare
    my-codes my-delete my-export no-reason obj-open obj-reject obj-send obj-uphold obj-withdraw object objection
    org org-accept org-cars org-hand org-hand-yes org-invite org-leave org-member org-members org-quit-yes
    org-remove org-rm-yes org-web org-web-out paper paper-change paper-mine paper-next paper-order paper-stop
    paper-way paper-why paper-work pass past pay pay-export pay-other pick pick-all pick-done receipt recheck
    recheck-d reconcile refund refund-ok refuse relation release replace resend resend restart resume return
    return-words rule-aloud rule-no rule-open rule-quiet rule-topic rule-yes send-photos sign-out sign-out-now
    staff-done staff-end staff-end-ok staff-join staff-new staff-no staff-one staff-open staff-role staff-roles
    staff-yes swap take term type unbind unbind-yes uphold v-agree v-car v-confirm v-handle v-mute v-news v-one
    v-resend v-show v-unpaid vehicle-qr verify-again voucher withdraw
"""


def values(module_names: Any, kind: type[Any]) -> Iterator[Any]:
    """Return what the modules of a package define of a type."""
    for module in discovery.modules(module_names):
        yield from (value for value in vars(module).values() if isinstance(value, kind))


def listened(kind: type[Handler]) -> Iterator[Any]:
    """Return the handlers of a type."""
    return (handler for handler in handlers.every_handler() if isinstance(handler, kind))


def test_tasks_accept_the_arguments_that_a_store_holds() -> None:
    known = {task.name: signature(task.function).parameters.values() for task in values(tasks, TaskDefinition)}
    for name, released in TASKS.items():
        arguments = {each.name: each for each in known[name] if each.kind is Parameter.KEYWORD_ONLY}
        assert set(released.split()) <= arguments.keys(), name
        required = {each for each, parameter in arguments.items() if parameter.default is Parameter.empty}
        assert required <= set(released.split()), f"{name}: give new arguments a default"


def test_flows_have_the_steps_that_a_store_holds() -> None:
    known = {flow.name: set(flow.steps) for flow in listened(Flow)}
    for name, released in FLOWS.items():
        assert set(released.split()) <= known[name], name


def test_timers_that_a_store_holds_are_handled() -> None:
    assert set(TIMERS.split()) <= {timer.kind for timer in listened(OnTimer)}


def test_buttons_of_old_messages_have_their_verbs() -> None:
    assert set(VERBS.split()) <= {button.verb for button in values(cards, Button)}
