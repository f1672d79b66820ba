"""Filing a vehicle that is not one's own (备案): the flow, which begins with the conditions and the choice of a way.

/file ─► HINTS ─ a plate, tap By SMS or the last car ─► the steps of by_sms ─┐
            ├── 02 桂A12345 123456 (also after /file) ───────────────────────┴─► CODE (owner_code) ─► the face check
            └── a photo or text of the code, tap By QR ─► the steps of by_qr ─► applied, or by rule ─► CODE
deep link q-…, s-… ─────────────────────────────────┘
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.filing import filings as cards, vehicle_codes as vehicle_code_cards
from bot.context import DeskContext
from bot.engine.listeners import (
    Ask,
    Flow,
    FlowStep,
    Handler,
    on_command,
    on_link,
    on_picture,
    on_result,
    on_tap,
    on_timer,
    on_words,
)
from bot.services.filing import approvals, eligibility, filed_plate_types, last_used, vehicle_code_links
from bot.services.identity import consents
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.tasks import vehicle_codes as vehicle_code_tasks
from handlers.filing import by_qr, by_sms, draft, owner_code, suggestions

QR_RULES = (RuleName.QR_OWNER_CODE, RuleName.QR_EXTRA_PHOTOS)  # What they ask for is added to the QR way.


class Step(FlowStep):
    """What the flow waits for before a way is chosen."""

    HINTS = "hints"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_words(owner_code.take_code_after_leaving)
    yield on_timer(approvals.AGREED, owner_code.go_on_after_agreement)
    yield Flow(
        "filing",
        entry_points=[
            on_command("file", start),
            on_tap(cards.ENTER_CODE, owner_code.enter_code),
            on_link(vehicle_code_links.PREFIX, by_qr.take_link),
            on_link(vehicle_code_links.SHORT_PREFIX, by_qr.take_short_link),
        ],
        steps={
            Step.HINTS: Ask(
                hints,
                on_tap(cards.BY_SMS, by_sms.by_sms),
                on_tap(cards.LAST_CAR, by_sms.take_last_car),
                on_tap(cards.BY_QR, by_qr.by_qr),
                on_picture(by_qr.take_picture),
                on_result(vehicle_code_tasks.read_vehicle_codes, by_qr.take_codes),
                on_words(by_sms.take_line),
                on_tap(cards.SUGGESTION, by_sms.take_line),
            ),
            **by_sms.steps(),
            **by_qr.steps(),
            **owner_code.steps(),
        },
        is_over=draft.is_over,
    )


def start(context: DeskContext) -> FlowStep:
    """Check that the person may apply at all; with a whole line, skip the questions that it answers.

    Words in which there is no vehicle are explained above the conditions.
    """
    consents.require(context.session, context.person)
    eligibility.require_eligible(context.session, context.person, now=context.now)
    return by_sms.take_line(context) if context.words and by_sms.is_line(context) else Step.HINTS


def hints(context: DeskContext) -> Card:
    """Show the conditions of filing, and ask for the way."""
    limits = rules.numbers(
        context.session,
        RuleName.VEHICLES_PER_USER,
        RuleName.USERS_PER_VEHICLE,
        RuleName.FILINGS_A_DAY,
        RuleName.FILINGS_A_YEAR,
        RuleName.REVIEW_WORKING_DAYS,
        RuleName.BLACKLIST_DAYS,
        RuleName.CODE_MINUTES,
        at=context.now,
    )
    mine = vehicle_code_cards.MY_CODES.on(context.texts.plain("vehicle-code-mine"), "")
    on = [rule.value.replace("_", "-") for rule in QR_RULES if rules.switch(context.session, rule, at=context.now)]
    kinds = filed_plate_types.for_texts(filed_plate_types.in_force(context.session, at=context.now))
    last = last_used.vehicle(context.session, context.person)
    card = cards.hints(context.texts, limits=limits, kinds=kinds, by_qr_too=on, last=last).with_rows((mine,))
    return suggestions.with_button(context, card)
