"""Groups: several people and the bot in one chat, over the same kind of routes as a person's own chat."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator.api.json_routes import bot_of, json_answer, json_body, number, route
from bot.simulator.api.people_api import tap, write
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json, whole_number
from bot.simulator.methods.chats import change_standing
from bot.simulator.world import World

FIRST_SUPERGROUP_ID = -1_001_000_000_001
FIRST_GROUP_ID = -4_000_000_001
STATUSES = ("member", "administrator")


def make_group(
    bot: BotAccount,
    title: str,
    members: list[int],
    *,
    id: int | None = None,
    by: int | None = None,
    type: str = "supergroup",
    status: str = "administrator",
) -> Chat:
    """Found a group with this bot in it, its first member the creator; the bot is told who added it, as what.

    by: one of the members, the creator unless another is named.
    """
    chat = _founded(bot, title, members, type, id)
    adder = members[0] if by is None else by
    if adder not in chat.members or status not in STATUSES:
        raise WorldError(400, f"A member adds the bot, as one of {', '.join(STATUSES)}.")
    bot.chats[chat.id] = chat
    change_standing(bot, chat, bot.world.person(adder).user(), status)
    return chat


def migrate(bot: BotAccount, chat: Chat, by: SimulatedPerson) -> Chat:
    """Let a group go on as a supergroup under another id. The bot is told in both chats, and that it is in the new one.

    That it is not in the old one any more it is not told; so it is at Telegram.
    """
    if chat.shape["type"] != "group" or chat.moved_to is not None:
        raise WorldError(400, "Only a group that is none yet becomes a supergroup.")
    fresh = _founded(bot, chat.shape["title"], list(chat.members), "supergroup", None)
    fresh.members = dict(chat.members)
    bot.chats[fresh.id] = fresh
    for place, said in ((chat, {"migrate_to_chat_id": fresh.id}), (fresh, {"migrate_from_chat_id": chat.id})):
        bot.updates.add("message", bot.post(place, by.user(), said))
    chat.moved_to = fresh.id
    change_standing(bot, fresh, by.user(), chat.standing)
    return fresh


def _founded(bot: BotAccount, title: str, members: list[int], type: str, identifier: int | None) -> Chat:
    people = [bot.world.person(each) for each in members]
    if not title or not people or type not in ("group", "supergroup"):
        raise WorldError(400, "A group has a title and at least one member, and is a group or a supergroup.")
    identifier = identifier if identifier is not None else _free_id(bot, type)
    if identifier >= 0 or identifier in bot.chats:
        raise WorldError(409, f"{identifier} cannot be a new group's id: it is taken or not negative.")
    chat = Chat(identifier, {"id": identifier, "title": title, "type": type}, started=True, standing="left")
    chat.members = {person.id: "member" for person in people} | {people[0].id: "creator"}
    return chat


def _free_id(bot: BotAccount, type: str) -> int:
    if type == "supergroup":
        return min([*bot.chats, FIRST_SUPERGROUP_ID + 1]) - 1
    return min([*(key for key in bot.chats if key > FIRST_SUPERGROUP_ID), FIRST_GROUP_ID + 1]) - 1


class GroupsApi:
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
            route("/world/groups/{id}/migrate", self.move, "POST"),
            route("/world/groups/{id}/remove", self.remove, "POST"),
            route("/world/groups/{id}/add", self.add, "POST"),
        ]

    async def all(self, request: Request) -> Response:
        """All groups of the bot."""
        bot = bot_of(self.world, request)
        return json_answer({"groups": [_shown(chat) for chat in bot.chats.values() if not chat.private]})

    async def found(self, request: Request) -> Response:
        """A new group: {title, people, by, type, status, id}; who adds the bot, and as what, may be left out."""
        wanted = await json_body(request)
        members = wanted.get("people", wanted.get("members"))
        people = [number(each, "a member") for each in (members if isinstance(members, list) else [])]
        given = {key: number(wanted[key], key) for key in ("id", "by") if wanted.get(key) is not None}
        told = {key: str(wanted[key]) for key in ("type", "status") if wanted.get(key)}
        bot, title = bot_of(self.world, request), str(wanted.get("title") or "")
        return json_answer(_shown(make_group(bot, title, people, **given, **told)), 201)  # type: ignore[arg-type]

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

    async def move(self, request: Request) -> Response:
        """The group becomes a supergroup; by: who does it, the creator unless another is named."""
        bot, chat = self._place(request)
        return json_answer(_shown(migrate(bot, chat, await self._doer(request, chat))))

    async def remove(self, request: Request) -> Response:
        """Somebody removes the bot."""
        return await self._change(request, "kicked")

    async def add(self, request: Request) -> Response:
        """Somebody adds the bot again, or makes it an administrator."""
        return await self._change(request, str((await json_body(request)).get("status") or "administrator"))

    async def _change(self, request: Request, status: str) -> Response:
        bot, chat = self._place(request)
        if status not in (*STATUSES, "kicked") or chat.moved_to is not None:
            raise WorldError(400, "This cannot be done in this group.")
        change_standing(bot, chat, (await self._doer(request, chat)).user(), status)
        return json_answer(_shown(chat))

    async def _doer(self, request: Request, chat: Chat) -> SimulatedPerson:
        named = (await json_body(request)).get("by")
        return self.world.person(next(iter(chat.members)) if named is None else number(named, "by"))

    def _place(self, request: Request) -> tuple[BotAccount, Chat]:
        bot = bot_of(self.world, request)
        chat = bot.chats.get(number(request.path_params["id"], "A group's id"))
        if chat is None or chat.private:
            raise WorldError(404, f"There is no group {request.path_params['id']}.")
        return bot, chat

    async def _person(self, request: Request) -> SimulatedPerson:
        named = request.query_params.get("person")
        if named is None and not request.headers.get("content-type", "").startswith("multipart/form-data"):
            named = (await json_body(request)).get("person")
        return self.world.person(number(named, "person"))


def _shown(chat: Chat) -> Json:
    shown = {"id": chat.id, "title": chat.shape["title"], "members": list(chat.members), "unread": chat.unread()}
    return {**shown, "standing": chat.standing}
