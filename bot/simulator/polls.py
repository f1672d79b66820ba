"""Polls: what people vote for, and how it is counted in the message and told to the bot."""

import secrets
from typing import Any

from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json, utf16_length

MAX_QUESTION_LENGTH = 300  # In UTF-16 code units, like those of options.
MAX_OPTION_LENGTH = 100
OPTION_COUNTS = range(1, 13)


def of_person(wanted: Any) -> Json:
    """Return the Poll of a person: {question, options, is_anonymous, allows_multiple_answers}; raises WorldError."""
    given = wanted if isinstance(wanted, dict) else {}
    options = [str(each).strip() for each in given.get("options") or []]
    question = str(given.get("question") or "").strip()
    if not 1 <= utf16_length(question) <= MAX_QUESTION_LENGTH or len(options) not in OPTION_COUNTS:
        raise WorldError(400, f"A poll has a question and 1 to {OPTION_COUNTS[-1]} options.")
    if not all(1 <= utf16_length(each) <= MAX_OPTION_LENGTH for each in options):
        raise WorldError(400, f"An option of a poll has 1 to {MAX_OPTION_LENGTH} characters.")
    return {
        "id": str(secrets.randbits(62)),
        "question": question,
        "options": [option(each) for each in options],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": given.get("is_anonymous", True) is not False,
        "type": "regular",
        "allows_multiple_answers": given.get("allows_multiple_answers") is True,
        "allows_revoting": True,
        "members_only": False,
    }


def option(text: str) -> Json:
    """Return a PollOption that nobody has voted for."""
    return {"persistent_id": secrets.token_hex(4), "text": text, "voter_count": 0}


def vote(bot: BotAccount, chat: Chat, person: SimulatedPerson, message_id: int, options: list[int]) -> Json:
    """Vote for options by their positions, or take the vote back with none; returns the poll.

    Raises WorldError for a message without an open poll, options that do not exist, and a vote that cannot change.
    """
    poll = chat.messages.get(message_id, {}).get("poll")
    if poll is None or poll["is_closed"]:
        raise WorldError(404, f"Message {message_id} has no open poll.")
    votes = chat.votes.setdefault(poll["id"], {})
    if not set(options) <= set(range(len(poll["options"]))) or (
        len(options) > 1 and not poll["allows_multiple_answers"]
    ):
        raise WorldError(400, "options are the positions of one or several options of the poll.")
    if str(person.id) in votes and not poll["allows_revoting"]:
        raise WorldError(409, f"{person.first_name} has voted, and this poll lets nobody vote again.")
    if options:
        votes[str(person.id)] = sorted(set(options))
    else:
        votes.pop(str(person.id), None)
    _count(poll, votes)
    _report(bot, chat, person, message_id, poll, votes)
    return dict(poll)


def close(bot: BotAccount, chat: Chat, message_id: int) -> Json:
    """Close a poll; the bot gets an update."""
    poll = chat.messages[message_id]["poll"]
    poll["is_closed"] = True
    bot.updates.add("poll", poll)
    bot.publish_change(chat, message_id, "edit")
    return dict(poll)


def close_expired(bot: BotAccount, chat: Chat) -> None:
    """Close the polls whose time is over."""
    now = bot.shared.clock()
    for message in list(chat.messages.values()):
        poll = message.get("poll")
        if poll and not poll["is_closed"] and poll.get("close_date", now + 1) <= now:
            close(bot, chat, message["message_id"])


def _count(poll: Json, votes: dict[str, list[int]]) -> None:
    for position, option in enumerate(poll["options"]):
        option["voter_count"] = sum(position in chosen for chosen in votes.values())
    poll["total_voter_count"] = len(votes)


def _report(
    bot: BotAccount, chat: Chat, person: SimulatedPerson, message_id: int, poll: Json, votes: dict[str, list[int]]
) -> None:
    bot.updates.add("poll", poll)
    if not poll["is_anonymous"]:
        chosen = votes.get(str(person.id), [])
        identifiers = [poll["options"][position]["persistent_id"] for position in chosen]
        answer = {"poll_id": poll["id"], "user": person.user(), "option_ids": chosen}
        bot.updates.add("poll_answer", {**answer, "option_persistent_ids": identifiers})
    bot.publish_change(chat, message_id, "edit")
