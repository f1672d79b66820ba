"""The people's side over HTTP: who there is, what each screen shows, what each person does."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator import user_actions
from bot.simulator.api.json_routes import bot_of, json_answer, json_body, number, route
from bot.simulator.api.message_requests import written_form, written_json
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json, whole_number
from bot.simulator.world import World

_ABOUT = ("last_name", "username", "language_code", "phone", "role")


class PeopleApi:
    """The routes under /world/people."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """Everything this side answers."""
        return [
            route("/world/people", self.everyone),
            route("/world/people", self.join, "POST"),
            route("/world/people/{id:int}/messages", self.screen),
            route("/world/people/{id:int}/messages", self.write, "POST"),
            route("/world/people/{id:int}/taps", self.tap, "POST"),
            route("/world/people/{id:int}/block", self.block, "POST"),
        ]

    async def everyone(self, request: Request) -> Response:
        """Everyone, and the bot they talk to."""
        bot = bot_of(self.world, request)
        people = [self._shown(bot, person) for person in self.world.people.values()]
        return json_answer({"people": people, "bot": self._bot(bot, request.query_params.get("language"))})

    async def join(self, request: Request) -> Response:
        """A new person."""
        wanted = await json_body(request)
        about = {key: str(wanted[key]) for key in _ABOUT if wanted.get(key)}
        hint = wanted.get("hint") if isinstance(wanted.get("hint"), dict) else {}
        identifier = number(wanted["id"], "id") if wanted.get("id") is not None else None
        person = self.world.add_person(str(wanted.get("first_name") or ""), id=identifier, hint=hint, **about)
        return json_answer(self._shown(bot_of(self.world, request), person), 201)

    async def screen(self, request: Request) -> Response:
        """What a person's screen shows; looking marks it as read."""
        bot, person, chat = self._place(request)
        messages = chat.after(whole_number(request.query_params.get("after")) or 0)
        last = next(reversed(chat.messages), 0)
        chat.read = max(chat.read, last)
        shown: Json = {
            "messages": messages,
            "keyboard": chat.keyboard,
            "action": chat.acting(self.world.clock()),
            "commands": bot.commands.seen_by(chat, person.id, person.language_code),
            "menu_button": chat.menu_button or bot.menu_button,
            "last": last,
        }
        return json_answer(shown)

    async def write(self, request: Request) -> Response:
        """A message, or several."""
        bot, person, chat = self._place(request)
        return json_answer({"messages": await write(request, bot, chat, person)})

    async def tap(self, request: Request) -> Response:
        """A tap on an inline button."""
        bot, person, chat = self._place(request)
        return json_answer(await tap(request, bot, chat, person))

    async def block(self, request: Request) -> Response:
        """Block or unblock the bot."""
        bot, person, chat = self._place(request)
        blocked = (await json_body(request)).get("blocked")
        if not isinstance(blocked, bool):
            raise WorldError(400, "blocked is true or false.")
        user_actions.block(bot, chat, person, blocked)
        return json_answer(self._shown(bot, person))

    def _place(self, request: Request) -> tuple[BotAccount, SimulatedPerson, Chat]:
        bot, person = bot_of(self.world, request), self.world.person(request.path_params["id"])
        return bot, person, bot.chat_with(person.id)

    def _shown(self, bot: BotAccount, person: SimulatedPerson) -> Json:
        chat = bot.chat_with(person.id)
        about = {key: getattr(person, key) for key in ("id", "first_name", *_ABOUT, "hint")}
        return {**about, "blocked": chat.blocked, "unread": chat.unread()}

    def _bot(self, bot: BotAccount, language: str | None) -> Json:
        description = bot.texts.get(("description", language or "")) or bot.texts.get(("description", ""), "")
        commands = bot.commands.get({"type": "all_private_chats"}, "") or bot.commands.get(None, "")
        return {**bot.sender, "commands": commands, "description": description}


async def write(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> list[Json]:
    """Carry out a request to write, whichever way it comes."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_files=20) as form:
            return await written_form(form, bot, chat, person)
    return await written_json(request, bot, chat, person)


async def tap(request: Request, bot: BotAccount, chat: Chat, person: SimulatedPerson) -> Json:
    """Carry out a request to tap; a forged one sends its data without asking whether a button has it."""
    wanted = await json_body(request)
    message_id = number(wanted.get("message_id"), "message_id")
    if wanted.get("forged"):
        return {"query_id": user_actions.send_callback(bot, chat, person, message_id, str(wanted.get("data", "")))}
    named = wanted.get("button", wanted.get("data"))
    if not isinstance(named, str):
        raise WorldError(400, "button is the label of a button or its callback data.")
    user_actions.require_open(chat, person)
    return user_actions.tap_button(bot, chat, person, message_id, named)
