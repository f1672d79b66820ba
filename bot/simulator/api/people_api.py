"""The people's API over HTTP: the list of people, what each sees, and what each does."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator import app_methods, inline_mode, mini_apps, polls, user_actions
from bot.simulator.api import message_requests
from bot.simulator.api.json_routes import bot_of, json_body, json_response, number, route
from bot.simulator.bot_account import BotAccount
from bot.simulator.chats import Chat, SimulatedPerson
from bot.simulator.errors import WorldError
from bot.simulator.json_types import Json, whole_number
from bot.simulator.world import World

_FIELDS = ("last_name", "username", "language_code", "phone", "role")


class PeopleApi:
    """The routes under /world/people."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """Return all routes."""
        return [
            route("/world/people", self.list_people),
            route("/world/people", self.add_person, "POST"),
            route("/world/people/{id:int}/messages", self.show_chat),
            route("/world/people/{id:int}/messages", self.send, "POST"),
            route("/world/people/{id:int}/messages/{message}", self.delete, "DELETE"),
            route("/world/people/{id:int}/taps", self.tap, "POST"),
            route("/world/people/{id:int}/votes", self.vote, "POST"),
            route("/world/people/{id:int}/reactions", self.react, "POST"),
            route("/world/people/{id:int}/inline", self.ask_inline, "POST"),
            route("/world/people/{id:int}/inline/{query}", self.show_results),
            route("/world/people/{id:int}/inline/{query}", self.choose_result, "POST"),
            route("/world/people/{id:int}/payments", self.pay, "POST"),
            route("/world/people/{id:int}/block", self.block, "POST"),
            route("/world/people/{id:int}/mini_app", self.open_mini_app, "POST"),
            route("/world/people/{id:int}/mini_app/data", self.send_data, "POST"),
            route("/world/people/{id:int}/mini_app/methods", self.invoke_method, "POST"),
        ]

    async def list_people(self, request: Request) -> Response:
        """List all people, and the bot they chat with."""
        bot = bot_of(self.world, request)
        people = [_person_to_dict(bot, person) for person in self.world.people.values()]
        return json_response({"people": people, "bot": _bot_to_dict(bot, request.query_params.get("language"))})

    async def add_person(self, request: Request) -> Response:
        """Add a person."""
        wanted = await json_body(request)
        fields = {key: str(wanted[key]) for key in _FIELDS if wanted.get(key)}
        by_language = {key: wanted[key] for key in ("roles", "hint") if isinstance(wanted.get(key), dict)}
        identifier = number(wanted["id"], "id") if wanted.get("id") is not None else None
        person = self.world.add_person(str(wanted.get("first_name") or ""), id=identifier, **by_language, **fields)
        return json_response(_person_to_dict(bot_of(self.world, request), person), 201)

    async def show_chat(self, request: Request) -> Response:
        """Return what a person sees in the chat, and mark its messages as read."""
        bot, person, chat = self._find(request)
        polls.close_expired(bot, chat)
        last = next(reversed(chat.messages), 0)
        chat.read = max(chat.read, last)
        shown: Json = {
            "messages": chat.messages_after(whole_number(request.query_params.get("after")) or 0),
            "keyboard": chat.keyboard,
            "reactions": chat.reactions,
            "pinned": chat.pinned,
            "action": chat.current_action(self.world.clock()),
            "commands": bot.commands.seen_by(chat, person.id, person.language_code),
            "menu_button": chat.menu_button or bot.menu_button,
            "last": last,
        }
        return json_response(shown)

    async def send(self, request: Request) -> Response:
        """Send one message or several."""
        bot, person, chat = self._find(request)
        return json_response({"messages": await message_requests.send(request, bot, chat, person)})

    async def delete(self, request: Request) -> Response:
        """Delete a message for everybody."""
        await message_requests.delete(request, *self._acting(request))
        return json_response({})

    async def tap(self, request: Request) -> Response:
        """Tap an inline button."""
        bot, person, chat = self._find(request)
        return json_response(await message_requests.tap(request, bot, chat, person))

    async def vote(self, request: Request) -> Response:
        """Vote in a poll: {message_id, options}, the positions of the options; none take the vote back."""
        return json_response({"poll": await message_requests.vote(request, *self._acting(request))})

    async def react(self, request: Request) -> Response:
        """React to a message: {message_id, emoji}, without emoji to remove the reaction."""
        await message_requests.react(request, *self._acting(request))
        return json_response({})

    async def ask_inline(self, request: Request) -> Response:
        """Type "@bot text" in a chat: {query, chat, offset}; the chat is by default the one with the bot."""
        return json_response({"query_id": await message_requests.ask_inline(request, *self._acting(request))})

    async def show_results(self, request: Request) -> Response:
        """Return the bot's answer to an inline query."""
        bot, person, _ = self._find(request)
        return json_response(inline_mode.results(bot, person, request.path_params["query"]))

    async def choose_result(self, request: Request) -> Response:
        """Send a result: {result_id, chat}."""
        bot, chat, person = self._acting(request)
        return json_response(await message_requests.choose_result(request, bot, chat, person))

    async def pay(self, request: Request) -> Response:
        """Pay an invoice: {message_id} or {link}, with order_info and shipping_option_id where it asks for them."""
        return json_response({"message": await message_requests.pay(request, *self._acting(request))})

    async def block(self, request: Request) -> Response:
        """Block or unblock the bot."""
        bot, person, chat = self._find(request)
        blocked = (await json_body(request)).get("blocked")
        if not isinstance(blocked, bool):
            raise WorldError(400, "blocked is true or false.")
        user_actions.block(bot, chat, person, blocked)
        return json_response(_person_to_dict(bot, person))

    async def open_mini_app(self, request: Request) -> Response:
        """Return the address of a Mini App with launch data of this person, for the frame of their phone."""
        bot, person, _ = self._find(request)
        body = await json_body(request)
        theme = body.get("theme")
        if not isinstance(theme, dict):
            theme = {}
        return json_response(mini_apps.open_app(self.world, bot, person, str(body.get("url") or ""), theme=theme))

    async def send_data(self, request: Request) -> Response:
        """Send the data of a Mini App to the bot: {data, button}, the label of the key that has opened it."""
        bot, person, chat = self._find(request)
        wanted = await json_body(request)
        message = app_methods.send_data(bot, chat, person, wanted.get("data"), wanted.get("button"))
        return json_response({"message": message})

    async def invoke_method(self, request: Request) -> Response:
        """Do a method of the cloud for a Mini App: {method, params}; the answer is {result} or {error}."""
        bot, person, _ = self._find(request)
        wanted = await json_body(request)
        return json_response(app_methods.invoke(self.world, bot, person, wanted.get("method"), wanted.get("params")))

    def _acting(self, request: Request) -> tuple[BotAccount, Chat, SimulatedPerson]:
        bot, person, chat = self._find(request)
        return bot, chat, person

    def _find(self, request: Request) -> tuple[BotAccount, SimulatedPerson, Chat]:
        bot, person = bot_of(self.world, request), self.world.person(request.path_params["id"])
        return bot, person, bot.chat_with(person.id)


def _person_to_dict(bot: BotAccount, person: SimulatedPerson) -> Json:
    chat = bot.chat_with(person.id)
    fields = {key: getattr(person, key) for key in ("id", "first_name", *_FIELDS, "roles", "hint")}
    return {**fields, "blocked": chat.blocked, "unread": chat.unread_count()}


def _bot_to_dict(bot: BotAccount, language: str | None) -> Json:
    description = bot.texts.get(("description", language or "")) or bot.texts.get(("description", ""), "")
    commands = bot.commands.get({"type": "all_private_chats"}, "") or bot.commands.get(None, "")
    name = bot.texts.get(("name", language or ""), bot.sender["first_name"])
    return {**bot.sender, "first_name": name, "commands": commands, "description": description}
