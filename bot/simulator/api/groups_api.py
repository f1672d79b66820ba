"""The groups' API over HTTP: a group's chat and members, and what a member does in it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator.api import message_requests
from bot.simulator.api.json_routes import bot_of, json_body, json_response, number, route
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.groups import BOT_STATUSES, make_group, migrate
from bot.simulator.json_types import Json, whole_number
from bot.simulator.world import World


class GroupsApi:
    """The routes under /world/groups."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """Return all routes. The body of an action names the person who does it."""
        return [
            route("/world/groups", self.list_groups),
            route("/world/groups", self.create, "POST"),
            route("/world/groups/{id}/messages", self.show_chat),
            route("/world/groups/{id}/messages", self.send, "POST"),
            route("/world/groups/{id}/messages/{message}", self.delete, "DELETE"),
            route("/world/groups/{id}/taps", self.tap, "POST"),
            route("/world/groups/{id}/votes", self.vote, "POST"),
            route("/world/groups/{id}/reactions", self.react, "POST"),
            route("/world/groups/{id}/migrate", self.migrate, "POST"),
            route("/world/groups/{id}/remove", self.remove_bot, "POST"),
            route("/world/groups/{id}/add", self.add_bot, "POST"),
        ]

    async def list_groups(self, request: Request) -> Response:
        """List all groups of the bot."""
        bot = bot_of(self.world, request)
        return json_response({"groups": [_group_to_dict(chat) for chat in bot.chats.values() if not chat.private]})

    async def create(self, request: Request) -> Response:
        """Create a group: {title, people, by, type, status, id, is_forum}; only title and people are needed."""
        wanted = await json_body(request)
        members = wanted.get("people", wanted.get("members"))
        people = [number(member, "a member") for member in (members if isinstance(members, list) else [])]
        numbers = {key: number(wanted[key], key) for key in ("id", "by") if wanted.get(key) is not None}
        words = {key: str(wanted[key]) for key in ("type", "status") if wanted.get(key)}
        bot, title = bot_of(self.world, request), str(wanted.get("title") or "")
        is_forum = wanted.get("is_forum") is True
        group = make_group(bot, title, people, is_forum=is_forum, **numbers, **words)  # type: ignore[arg-type]
        return json_response(_group_to_dict(group), 201)

    async def show_chat(self, request: Request) -> Response:
        """Return what the members see in the group."""
        _, chat = self._find(request)
        messages = chat.messages_after(whole_number(request.query_params.get("after")) or 0)
        return json_response({"messages": messages, "last": next(reversed(chat.messages), 0)})

    async def send(self, request: Request) -> Response:
        """Send one message of a member or several."""
        bot, chat = self._find(request)
        return json_response({"messages": await message_requests.send(request, bot, chat, await self._person(request))})

    async def delete(self, request: Request) -> Response:
        """Delete a message of the member in `?person=` for everybody."""
        bot, chat = self._find(request)
        await message_requests.delete(request, bot, chat, await self._person(request))
        return json_response({})

    async def tap(self, request: Request) -> Response:
        """Tap an inline button."""
        bot, chat = self._find(request)
        return json_response(await message_requests.tap(request, bot, chat, await self._person(request)))

    async def vote(self, request: Request) -> Response:
        """Vote in a poll: {person, message_id, options}."""
        bot, chat = self._find(request)
        return json_response({"poll": await message_requests.vote(request, bot, chat, await self._person(request))})

    async def react(self, request: Request) -> Response:
        """React to a message: {person, message_id, emoji}."""
        bot, chat = self._find(request)
        await message_requests.react(request, bot, chat, await self._person(request))
        return json_response({})

    async def migrate(self, request: Request) -> Response:
        """Turn the group into a supergroup."""
        bot, chat = self._find(request)
        return json_response(_group_to_dict(migrate(bot, chat, await self._actor(request, chat))))

    async def remove_bot(self, request: Request) -> Response:
        """Remove the bot from the group."""
        return await self._set_membership(request, "kicked")

    async def add_bot(self, request: Request) -> Response:
        """Add the bot to the group again, or change its status."""
        return await self._set_membership(request, str((await json_body(request)).get("status") or "administrator"))

    async def _set_membership(self, request: Request, status: str) -> Response:
        bot, chat = self._find(request)
        if status not in (*BOT_STATUSES, "kicked") or chat.moved_to is not None:
            raise WorldError(400, "This cannot be done in this group.")
        bot.set_membership(chat, (await self._actor(request, chat)).user(), status)
        return json_response(_group_to_dict(chat))

    async def _actor(self, request: Request, chat: Chat) -> SimulatedPerson:
        """Return the person in the field `by`, by default the group's creator."""
        by = (await json_body(request)).get("by")
        return self.world.person(next(iter(chat.members)) if by is None else number(by, "by"))

    def _find(self, request: Request) -> tuple[BotAccount, Chat]:
        bot = bot_of(self.world, request)
        chat = bot.chats.get(number(request.path_params["id"], "A group's id"))
        if chat is None or chat.private:
            raise WorldError(404, f"There is no group {request.path_params['id']}.")
        return bot, chat

    async def _person(self, request: Request) -> SimulatedPerson:
        person = request.query_params.get("person")
        if person is None and not message_requests.is_multipart(request):
            person = (await json_body(request)).get("person")
        return self.world.person(number(person, "person"))


def _group_to_dict(chat: Chat) -> Json:
    fields = {"id": chat.id, "title": chat.shape["title"], "members": list(chat.members)}
    return {**fields, "unread": chat.unread_count(), "standing": chat.bot_status}
