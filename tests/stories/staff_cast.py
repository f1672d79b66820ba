"""A group chat with the bot: its members act, and its messages are read."""

from typing import Any

from storage import audit
from storage.staff.groups import Group
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored


class Crew:
    """A group chat to which one of its members adds the bot."""

    def __init__(self, app: AppDriver, *members: Actor, by: Actor, kind: str = "supergroup") -> None:
        self.app = app
        wanted = {"title": "审核群", "people": [member.id for member in members], "by": by.id, "type": kind}
        self.id: int = app.ask("POST", "/world/groups", json=wanted)["id"]
        app.settle()

    def says(self, who: Actor, text: str) -> None:
        """A member writes a message."""
        self._post("messages", person=who.id, text=text)

    def removes(self, by: Actor) -> None:
        """A member removes the bot."""
        self._post("remove", by=by.id)

    def adds(self, by: Actor) -> None:
        """A member adds the bot again, or makes it an administrator."""
        self._post("add", by=by.id)

    def migrates(self, by: Actor, *, told: bool = True) -> None:
        """The group becomes a supergroup. told: whether the bot receives the updates about it."""
        moved = self.app.ask("POST", f"/world/groups/{self.id}/migrate", json={"by": by.id})
        if not told:
            self.app.world.bot.updates.pending.clear()
        self.id = moved["id"]
        self.app.settle()

    def heard(self) -> list[str]:
        """Return what the bot has written in the group, oldest first."""
        return [message["text"] for message in self.messages() if message["from"]["is_bot"] and "text" in message]

    def last(self) -> str:
        """Return the newest message of the bot."""
        return self.heard()[-1] if self.heard() else ""

    def messages(self) -> list[dict[str, Any]]:
        """Return all messages of the group."""
        return self.app.ask("GET", f"/world/groups/{self.id}/messages")["messages"]  # type: ignore[no-any-return]

    @property
    def standing(self) -> str:
        """Return the bot's membership in the group."""
        found = self.app.ask("GET", "/world/groups")["groups"]
        return next(group["standing"] for group in found if group["id"] == self.id)  # type: ignore[no-any-return]

    def _post(self, what: str, **about: Any) -> None:
        self.app.ask("POST", f"/world/groups/{self.id}/{what}", json=about)
        self.app.settle()


def serving(app: AppDriver) -> list[int]:
    """Return the chats of the serving groups."""
    return [group.chat_id for group in app.look(lambda session: stored(session, Group)) if group.ended_at is None]


def done(app: AppDriver, action: audit.Action) -> int:
    """Return how often this action is in the audit."""
    return len([entry for entry in app.look(lambda s: stored(s, audit.AuditEntry)) if entry.action == action.value])
