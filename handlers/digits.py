"""Codes and numbers that people send outside of the step that asks for them, alone or in a text message of the desk."""

import re

from bot.cards import own_words as cards
from bot.context import DeskContext
from bot.services.identity import sms_codes
from handlers.filing import owner_code

# A code or a number of the person, with a word about it at most.
_DIGITS = re.compile(r"\D{0,4}\d{6,}\D{0,4}", re.ASCII)


def are_in(words: str) -> bool:
    """Whether somebody sends a code or a number, and hardly anything else."""
    return sms_codes.is_text_message(words) or any(each.fullmatch(words) for each in (_DIGITS, owner_code.CODE))


def answer(context: DeskContext) -> None:
    """Say where a code or a number can be meant for: applications that wait for the owner, and parked flows.

    Guests read what a code is for that somebody's application has sent to them.
    """
    waiting, parked = owner_code.waiting_for_owner(context), context.conversation.parked
    if waiting or parked:
        context.say(cards.digits_for(context.session, waiting, list(parked), context.texts))
    elif context.account.person_id is None:
        context.say(cards.code_of_guest(context.texts))
    else:
        context.say(cards.no_code_expected(context.texts))
