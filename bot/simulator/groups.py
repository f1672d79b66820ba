"""Groups: several people and the bot in one chat, over the same kind of routes as a person's own chat."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator.account import BotAccount
from bot.simulator.asking import bot_of, json_answer, json_body, number, route
from bot.simulator.chats import Chat, Person
from bot.simulator.errors import WorldError
from bot.simulator.methods_chat import member
from bot.simulator.people import tap, write
from bot.simulator.shapes import Json, whole_number
from bot.simulator.world import World

FIRST_GROUP_ID = -1_001_000_000_001


def make_group(bot: BotAccount, title: str, members: list[int], *, id: int | None = None) -> Chat:
    """Found a group with this bot in it, its first member the creator; the bot is told that it was added."""
    world = bot.world
    people = [world.person(identifier) for identifier in members]
    if not title or not people:
        raise WorldError(400, "A group has a title and at least one member.")
    identifier = id if id is not None else min([*bot.chats, FIRST_GROUP_ID + 1]) - 1
    if identifier >= 0 or identifier in bot.chats:
        raise WorldError(409, f"{identifier} cannot be a new group's id: it is taken or not negative.")
    chat = Chat(identifier, {"id": identifier, "title": title, "type": "supergroup"}, started=True)
    chat.members = {person.id: "member" for person in people} | {people[0].id: "creator"}
    bot.chats[identifier] = chat
    change = {
        "chat": chat.shape,
        "from": people[0].user(),
        "date": int(world.clock()),
        "old_chat_member": member(bot.sender, "left"),
        "new_chat_member": member(bot.sender, "administrator"),
    }
    bot.updates.add("my_chat_member", change)
    world.events.publish("people", {})
    return chat


class GroupSide:
    """The routes under /world/groups."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """Everything this side answers; a deed's body names its person."""
        return [
            route("/world/groups", self.all),
            route("/world/groups", self.found, "POST"),
            route("/world/groups/{id}/messages", self.screen),
            route("/world/groups/{id}/messages", self.write, "POST"),
            route("/world/groups/{id}/taps", self.tap, "POST"),
        ]

    async def all(self, request: Request) -> Response:
        """All groups of the bot."""
        bot = bot_of(self.world, request)
        return json_answer({"groups": [_shown(chat) for chat in bot.chats.values() if not chat.private]})

    async def found(self, request: Request) -> Response:
        """A new group."""
        wanted = await json_body(request)
        members = wanted.get("members") if isinstance(wanted.get("members"), list) else []
        identifier = number(wanted["id"], "id") if wanted.get("id") is not None else None
        people = [number(each, "a member") for each in members or []]
        chat = make_group(bot_of(self.world, request), str(wanted.get("title") or ""), people, id=identifier)
        return json_answer(_shown(chat), 201)

    async def screen(self, request: Request) -> Response:
        """What the group's screen shows."""
        _, chat = self._place(request)
        messages = chat.after(whole_number(request.query_params.get("after")) or 0)
        return json_answer({"messages": messages, "last": next(reversed(chat.messages), 0)})

    async def write(self, request: Request) -> Response:
        """A message of a member, or several."""
        bot, chat = self._place(request)
        return json_answer({"messages": await write(request, bot, chat, await self._person(request))})

    async def tap(self, request: Request) -> Response:
        """A member's tap on an inline button."""
        bot, chat = self._place(request)
        return json_answer(await tap(request, bot, chat, await self._person(request)))

    def _place(self, request: Request) -> tuple[BotAccount, Chat]:
        bot = bot_of(self.world, request)
        chat = bot.chats.get(number(request.path_params["id"], "A group's id"))
        if chat is None or chat.private:
            raise WorldError(404, f"There is no group {request.path_params['id']}.")
        return bot, chat

    async def _person(self, request: Request) -> Person:
        named = request.query_params.get("person")
        if named is None and not request.headers.get("content-type", "").startswith("multipart/form-data"):
            named = (await json_body(request)).get("person")
        return self.world.person(number(named, "person"))


def _shown(chat: Chat) -> Json:
    return {"id": chat.id, "title": chat.shape["title"], "members": list(chat.members), "unread": chat.unread()}
