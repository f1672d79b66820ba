"""Whether a person can be reached: they cannot once they have blocked the bot, until they write again."""

from bot.context import DeskContext
from storage.identity.accounts import Account


def record_message(context: DeskContext) -> None:
    """Record that a person who could not be reached has written: whoever writes can be answered."""
    if context.account.unreachable_since is not None:
        account = context.session.get(Account, context.account.id)
        if account is not None:
            account.unreachable_since = None
            context.session.add(account)


def record_membership(context: DeskContext) -> None:
    """Record that the person has blocked or unblocked the bot."""
    update = context.incoming.update
    assert update is not None
    assert update.my_chat_member is not None
    gone = update.my_chat_member.new_chat_member.status in ("kicked", "left")
    account = context.session.get(Account, context.account.id)
    if account is not None:
        account.unreachable_since = context.now if gone else None
        context.session.add(account)
