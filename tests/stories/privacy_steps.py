"""Steps of export and deletion: each needs the code that goes to the person's own phone."""

import re
from typing import Any

from storage.identity import accounts
from storage.register.people import Person
from tests.stories.actor import Actor


def phone_of(actor: Actor) -> str:
    """Return the phone number that the desk holds of this person."""

    def read(session: Any) -> str:
        account = accounts.by_telegram(session, actor.app.bot.id, actor.id)
        assert account is not None
        return str(session.get_one(Person, account.person_id).phone)

    return str(actor.app.read(read))


def privacy_code(actor: Actor) -> str:
    """Return the newest code to export or delete on this person's phone."""
    texts = [text for text in actor.app.sms(phone_of(actor)) if "导出您的全部资料" in text or "删除您的账号" in text]
    return str(re.findall(r"验证码 (\d{6,8})", texts[-1])[-1])


def exports(actor: Actor) -> None:
    """Export everything, with the code."""
    actor.says("/privacy")
    actor.taps("导出我的全部资料")
    actor.says(privacy_code(actor))


def to_word(actor: Actor) -> None:
    """Go to the question for the word that confirms the deletion."""
    actor.says("/privacy")
    actor.taps("删除我的账号")
    actor.taps("继续删除")


def deletes(actor: Actor, word: str = "删除") -> None:
    """Delete the account, with the word and the code."""
    to_word(actor)
    actor.says(word)
    actor.says(privacy_code(actor))
