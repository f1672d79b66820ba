"""What people say and send on their own: plain words, plates, numbers, codes, and pictures with any of our codes.

查违章, 桂A12345, #1024, 2345-BCDE-FG, a link ──► what the command, button or link does
    #ID1002 of a reviewer ──► (asked whether they mean it) ── tap ──► the case is taken
    at a step that takes words ──► which was meant? ── tap ──► opened, or the answer to the step
two things at once, or mostly other words ──► did you mean …?
a picture ──► (read) ──► a certificate: verified      a link or a code: opened, in a flow after a tap      none: said so
"""

import re
from collections.abc import Iterator

from bot.adapters.certificates import pasted_text
from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from bot.cards import navigation, own_words as cards
from bot.cards.certificates import verification as verification_cards
from bot.context import DeskContext
from bot.engine.inbound import albums, prompts
from bot.engine.listeners import (
    AGAIN,
    NOT_HANDLED,
    Handler,
    Instead,
    NextStep,
    on_own_words,
    on_picture,
    on_result,
    on_tap,
)
from bot.errors import NotRegistered
from bot.services.certificates import share_codes
from bot.services.filing import vehicle_code_links
from bot.services.identity import sms_codes
from bot.services.phrases import phrases
from bot.services.phrases.deeds import Deed
from bot.services.phrases.phrases import Phrase
from bot.services.review import face_checks
from bot.services.staff import permissions
from bot.tasks import any_codes
from handlers import digits, menu, waiting_messages
from handlers.certificates import verification
from handlers.filing import typed_plates, waiting_check
from storage.staff.members import StaffRole

CHATTING = (Deed.HELLO, Deed.THANKS)
CONFIRMED_BY_WORD = ("deletion",)  # Flows that a word confirms which means to cancel elsewhere: 删除, delete.
ASKING_FOR_PLATES = ("filing",)  # Flows in which a plate is an answer, and opens no vehicle.
_LINK = re.compile(r"(?:https?://)?(?:t|telegram)\.me/(\w+)\?start=([A-Za-z0-9_-]{1,64})", re.ASCII | re.IGNORECASE)
_OF_STEPS = (Deed.CANCEL, Deed.BACK)  # What a button of each step does.
_PROBLEMS_OF_PICTURES = ("not_a_picture", "format_not_allowed")  # A file that has nothing to do with codes.


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_own_words(open_meant)
    yield on_own_words(chat, late=True)
    yield on_picture(read_picture, forwarded=True)
    yield on_result(any_codes.read_any_codes, take_codes)
    yield on_tap(cards.MEANT, open_chosen)


def open_meant(context: DeskContext) -> NextStep:
    """Open what a text surely means, or ask at a step that takes words. Of a forwarded text only codes are read."""
    opened = _link_in(context, context.words)
    if opened:
        return NOT_HANDLED if context.step_takes_message else _open(context, opened)
    phrase = _phrase_of(context)
    if phrase.deed in CHATTING or not (phrase.deed or phrase.code or phrase.plate or phrase.is_marked):
        return NOT_HANDLED
    if context.conversation.flow in CONFIRMED_BY_WORD and context.step_takes_message:
        return NOT_HANDLED
    if phrase.deed is Deed.CHECK:
        return waiting_check.open_it(context)
    if phrase.deed in (Deed.CONTINUE, Deed.BACK) or (phrase.deed is Deed.CANCEL and context.conversation.flow):
        return _of_flow(context, phrase)
    if context.step_takes_message:
        is_asked_for = phrase.plate and context.conversation.flow in ASKING_FOR_PLATES
        is_unmarked_case = phrase.case is not None and not phrase.is_marked  # An engine number may look like one.
        if is_asked_for or is_unmarked_case or not (phrase.deed and phrase.is_whole):
            return NOT_HANDLED
        _ask(context, phrase)
        return None
    if phrase.case is not None and permissions.has_role(context.session, context.account, StaffRole.REVIEWER):
        context.say(cards.did_you_mean(phrase, context.texts))  # Their command takes the case: that needs a tap.
        return None
    return _open(context, _opened_by(phrase))


def chat(context: DeskContext) -> NextStep:
    """Answer what nobody else has taken: a greeting, thanks, a number, or words that may mean something."""
    phrase = _phrase_of(context)
    if phrase.deed is Deed.THANKS:
        context.say(cards.thanks(context.texts))
    elif phrase.deed is Deed.HELLO and not context.conversation.flow:
        return Instead("menu")
    elif phrase.number is not None and not context.conversation.flow:
        return Instead("progress", words=str(phrase.number))
    elif phrase.choices:
        context.say(cards.did_you_mean(phrase, context.texts))
    elif not context.conversation.flow and digits.are_in(context.words):
        digits.answer(context)
    else:
        return NOT_HANDLED
    return None


def open_chosen(context: DeskContext) -> NextStep:
    """Open what the person has chosen of what was meant."""
    return _open(context, context.tapped(cards.MEANT))


def read_picture(context: DeskContext) -> NextStep:
    """Order the task that reads the codes of a picture, and say so once an album; a flow says what it expects."""
    file, is_free = context.file, not context.conversation.flow
    if is_free and face_checks.returned_to(context.session, context.account.person_id):
        return NOT_HANDLED  # The photos that were asked for again.
    if file.size > MAX_PHOTO_BYTES:
        if is_free and not albums.is_answered(context):
            context.say(verification_cards.unreadable("too_large", context.texts))
        return None if is_free else NOT_HANDLED
    reference = context.order_task(any_codes.read_any_codes, file_id=file.file_id)
    if not is_free:
        return NOT_HANDLED
    if not albums.is_answered(context):
        context.await_result(cards.reading(context.texts), reference)
    return None


def take_codes(context: DeskContext) -> NextStep:
    """Open what the code in a picture stands for; in a flow only say what was found."""
    read = context.result_of(any_codes.read_any_codes)
    texts = read.texts if read is not None else []
    certificates = [text for text in texts if pasted_text.candidates(pasted_text.cleaned(text))]
    if certificates:
        verification.show_codes(context, certificates)
        return None
    opened = next(filter(None, (_code_in(context, text) for text in texts)), "")
    if opened and not context.conversation.flow:
        return _open(context, opened)
    if opened:
        context.say(cards.code_found(opened, context.conversation.flow, context.texts))
    elif not context.conversation.flow and waiting_messages.was_said(context):  # Once an album.
        _say_no_code(context, texts, read.problem if read is not None else "damaged")
    return None


def _say_no_code(context: DeskContext, texts: list[str], problem: str) -> None:
    """Say that a picture holds none of our codes; that it cannot be read is no verdict."""
    if texts:
        context.say(cards.foreign_code(vehicle_code_links.classify(texts[0]).value, context.texts))
    elif problem and problem not in _PROBLEMS_OF_PICTURES:
        context.say(verification_cards.unreadable(problem, context.texts))
    else:
        context.say(cards.no_code(context.texts))


def _phrase_of(context: DeskContext) -> Phrase:
    """Return what the text of this turn means; of a forwarded one, only the code in it counts."""
    phrase, message = phrases.read(context.words), context.message
    if message is not None and message.forward_origin is not None:
        return Phrase(code=phrase.code)
    if sms_codes.is_text_message(context.words):
        return phrases.NOTHING
    has_queue = Deed.QUEUE in (phrase.deed, *phrase.choices) and "queue" in menu.commands(context)
    return cards.known(phrase, context.commands, has_queue=has_queue)


def _opened_by(phrase: Phrase) -> str:
    """Return the text of a button that opens what a phrase surely means."""
    return next(iter(cards.opened_by(phrase)), "/cancel")


def _ask(context: DeskContext, phrase: Phrase) -> None:
    """Ask which was meant; what was typed is kept for the step."""
    prompts.ask_which(context, cards.which(phrase, context.conversation.flow, context.texts))


def _of_flow(context: DeskContext, phrase: Phrase) -> NextStep:
    """Show the step again; to who wants to leave it, say with which button. Outside flows, go on with a parked one."""
    leaves, is_cancel = context.step_is_left, phrase.deed is Deed.CANCEL
    if phrase.deed in _OF_STEPS and context.step_takes_message:  # Such as a name, or what an objection asks for.
        texts = context.texts
        card = cards.cancel_or_answer(texts, leaves=leaves) if is_cancel else cards.back_or_answer(texts)
        prompts.ask_which(context, card)
        return None
    if phrase.deed in _OF_STEPS:
        key = "own-words-back" if not is_cancel else "own-words-leave" if leaves else "own-words-cancel"
        context.heading = context.texts(key)
    if context.conversation.flow:
        return AGAIN
    if phrase.deed is Deed.BACK:
        return Instead("menu")
    parked = list(context.conversation.parked)
    return Instead(button=navigation.RESUME.on("", parked[-1])) if parked else Instead("menu")


def _open(context: DeskContext, opened: str) -> NextStep:
    """Return what to do for the text of a button: a command with its words, a link, or a short code."""
    if not opened.startswith("/"):
        return _open_code(context, opened)
    command, _, words = opened[1:].partition(" ")
    if command == "start" and words:
        return Instead(payload=words)
    if command == "progress" and context.account.person_id is None and menu.identity_button(context):
        return Instead("identity")  # All that a guest can have under way.
    if command == "file" and typed_plates.is_held(context, words):
        command = "vehicles"  # Where its code is made, and who has filed it.
    if words and command in typed_plates.COMMANDS and context.account.is_signed_in:
        return typed_plates.open_vehicle(context, command, words)
    return Instead(command, words=words)


def _open_code(context: DeskContext, code: str) -> Instead:
    """Verify a share code; any other short code is one of a vehicle, whose wrong tries are counted.

    Raises NotRegistered for a guest.
    """
    if share_codes.find(context.session, code) is not None:
        return Instead("verify", words=code)
    if context.account.person_id is None:
        raise NotRegistered
    return Instead(payload=f"{vehicle_code_links.SHORT_PREFIX}-{code}")


def _link_in(context: DeskContext, text: str) -> str:
    """Return the text of a button that follows the deep link to this desk in a text; "" if there is none."""
    found = _LINK.search(text)
    is_ours = found is not None and found[1].lower() == context.links.bot_username.lower()
    return f"/start {found[2]}" if found is not None and is_ours else ""


def _code_in(context: DeskContext, text: str) -> str:
    """Return what opens the code of a picture: a link to this desk, or a short code."""
    return _link_in(context, text) or phrases.read(text).code
