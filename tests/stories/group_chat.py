"""A group chat with the bot, for stories about the reviewers' group."""

from typing import Any

from storage import audit
from storage.staff.groups import StaffGroup
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored


class GroupChat:
    """A group chat to which one of its members adds the bot."""

    def __init__(self, app: AppDriver, *members: Actor, by: Actor, kind: str = "supergroup") -> None:
        self.app = app
        wanted = {"title": "审核群", "people": [member.id for member in members], "by": by.id, "type": kind}
        self.id: int = app.ask("POST", "/world/groups", json=wanted)["id"]
        app.settle()

    def says(self, who: Actor, text: str) -> None:
        """Write a message as a member."""
        self._post("messages", person=who.id, text=text)

    def removes(self, by: Actor) -> None:
        """Remove the bot, as a member."""
        self._post("remove", by=by.id)

    def adds(self, by: Actor) -> None:
        """Add the bot again, or make it an administrator, as a member."""
        self._post("add", by=by.id)

    def migrates(self, by: Actor, *, reported: bool = True) -> None:
        """Turn the group into a supergroup. reported: whether the bot gets the updates about it."""
        moved = self.app.ask("POST", f"/world/groups/{self.id}/migrate", json={"by": by.id})
        if not reported:
            self.app.world.bot.updates.pending.clear()
        self.id = moved["id"]
        self.app.settle()

    def bot_texts(self) -> list[str]:
        """Return the texts that the bot has written in the group, oldest first."""
        return [message["text"] for message in self.messages() if message["from"]["is_bot"] and "text" in message]

    def last(self) -> str:
        """Return the newest text of the bot."""
        return self.bot_texts()[-1] if self.bot_texts() else ""

    def messages(self) -> list[dict[str, Any]]:
        """Return all messages of the group."""
        return self.app.ask("GET", f"/world/groups/{self.id}/messages")["messages"]  # type: ignore[no-any-return]

    @property
    def bot_membership(self) -> str:
        """Return the bot's membership in the group."""
        found = self.app.ask("GET", "/world/groups")["groups"]
        return next(group["standing"] for group in found if group["id"] == self.id)  # type: ignore[no-any-return]

    def _post(self, what: str, **about: Any) -> None:
        self.app.ask("POST", f"/world/groups/{self.id}/{what}", json=about)
        self.app.settle()


def serving_groups(app: AppDriver) -> list[int]:
    """Return the chat ids of the groups that have not ended."""
    return [group.chat_id for group in app.read(lambda session: stored(session, StaffGroup)) if group.ended_at is None]


def audited(app: AppDriver, action: audit.Action) -> int:
    """Return how many audit entries have this action."""
    return len([entry for entry in app.read(lambda s: stored(s, audit.AuditEntry)) if entry.action == action.value])
