"""A group of several people in front of the desk: what is said in it, and what the bot is told of it."""

from typing import Any

from storage import audit
from storage.staff.groups import Group
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver, stored


class Crew:
    """A chat of several people, to which one of them adds the bot."""

    def __init__(self, app: AppDriver, *members: Actor, by: Actor, kind: str = "supergroup") -> None:
        self.app = app
        wanted = {"title": "审核群", "people": [member.id for member in members], "by": by.id, "type": kind}
        self.id: int = app.ask("POST", "/world/groups", json=wanted)["id"]
        app.settle()

    def says(self, who: Actor, text: str) -> None:
        """A member writes."""
        self._post("messages", person=who.id, text=text)

    def removes(self, by: Actor) -> None:
        """A member removes the bot."""
        self._post("remove", by=by.id)

    def adds(self, by: Actor) -> None:
        """A member adds the bot again, or makes it an administrator."""
        self._post("add", by=by.id)

    def migrates(self, by: Actor, *, told: bool = True) -> None:
        """The group becomes a supergroup. told: whether the bot's updates of it arrive."""
        moved = self.app.ask("POST", f"/world/groups/{self.id}/migrate", json={"by": by.id})
        if not told:
            self.app.world.bot.updates.pending.clear()
        self.id = moved["id"]
        self.app.settle()

    def heard(self) -> list[str]:
        """What the bot has said in the group, oldest first."""
        return [message["text"] for message in self.messages() if message["from"]["is_bot"] and "text" in message]

    def last(self) -> str:
        """The newest of it."""
        return self.heard()[-1] if self.heard() else ""

    def messages(self) -> list[dict[str, Any]]:
        """Everything on the group's screen."""
        return self.app.ask("GET", f"/world/groups/{self.id}/messages")["messages"]  # type: ignore[no-any-return]

    @property
    def standing(self) -> str:
        """The bot's own standing in the group."""
        found = self.app.ask("GET", "/world/groups")["groups"]
        return next(group["standing"] for group in found if group["id"] == self.id)  # type: ignore[no-any-return]

    def _post(self, what: str, **about: Any) -> None:
        self.app.ask("POST", f"/world/groups/{self.id}/{what}", json=about)
        self.app.settle()


def serving(app: AppDriver) -> list[int]:
    """The chats of the groups that serve."""
    return [group.chat_id for group in app.look(lambda session: stored(session, Group)) if group.ended_at is None]


def done(app: AppDriver, action: audit.Action) -> int:
    """How often this stands in the audit."""
    return len([entry for entry in app.look(lambda s: stored(s, audit.AuditEntry)) if entry.action == action.value])
