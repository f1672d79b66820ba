"""Cards of the offices: the list with the way to staff, one office, its place on the map, its phone number."""

from bot import offices
from bot.card import Button, Card, CardButton, LinkButton, PhoneContact, Row, Venue, Whose, column
from bot.cards.menu import Command
from bot.cards.navigation import go
from bot.offices import Office
from bot.texts import Texts

OFFICE = Button("office", str, whose=Whose.NO_ROW)
MAP = Button("office-map", str, whose=Whose.NO_ROW)
CALL = Button("office-call", str, whose=Whose.NO_ROW)
STAFF = ""  # In place of a code: the phone number of the staff.
COMMANDS = (Command("offices", 205, registered=True, guests=True),)


def directory(texts: Texts) -> Card:
    """Show every office in two lines, and how staff are reached; without either, who may know."""
    found, contact = offices.all_offices(), offices.contact()
    if not found and not contact:
        return Card(texts("offices-none"), ((go("menu", texts),),))
    lines = [texts("offices"), *(_line(office, texts) for office in found)] if found else []
    lines += [("\n" if found else "") + texts("offices-ask")] if contact else []
    choices = column(*(OFFICE.on(office.names[texts.language], office.code) for office in found))
    return Card("\n".join(lines), (*choices, *_contact_rows(contact, texts), (go("menu", texts),)))


def gone(texts: Texts) -> Card:
    """Say that the file has this office no more, above those that it has."""
    shown = directory(texts)
    return shown.with_text(f"{texts('office-gone')}\n\n{shown.text}")


def office(shown: Office, texts: Texts) -> Card:
    """Show everything about an office."""
    facts = {"name": shown.names, "address": shown.addresses, "hours": shown.hours}
    words = {name: words[texts.language] for name, words in facts.items()}
    lines = [texts("office-card", **words, kinds=_kinds(shown, texts))]
    if shown.phone:
        lines.append(texts("office-card-phone", phone=shown.phone))
    if shown.bring[texts.language]:
        lines.append(texts("office-card-bring", bring=shown.bring[texts.language]))
    found: list[CardButton | LinkButton] = []
    if shown.place is not None:
        found.append(MAP.on(texts.plain("office-map"), shown.code))
    if shown.phone:
        found.append(CALL.on(texts.plain("office-call"), shown.code))
    return Card("\n".join(lines), ((tuple(found),) if found else ()) + ((go("offices", texts), go("menu", texts)),))


def on_map(shown: Office, texts: Texts) -> Card:
    """Show where an office is. Raises ValueError if its place is not known."""
    if shown.place is None:
        raise ValueError(f"{shown.code} has no place")
    title, address = shown.names[texts.language], shown.addresses[texts.language]
    venue = Venue(title, address, shown.place.latitude, shown.place.longitude)
    return Card(f"{title}\n{address}", instead=venue)


def to_call(name: str, phone: str) -> Card:
    """Show a phone number as a contact, which a tap calls."""
    return Card(f"{name}\n{phone}", instead=PhoneContact(name, phone))


def _line(shown: Office, texts: Texts) -> str:
    language = texts.language
    return texts(
        "offices-line", name=shown.names[language], address=shown.addresses[language], kinds=_kinds(shown, texts)
    )


def _kinds(shown: Office, texts: Texts) -> str:
    kinds = (kind for kind in offices.OfficeKind if kind in shown.kinds)
    separator = "、" if texts.language == "zh-CN" else ", "
    return separator.join(texts.plain(f"office-kind-{kind.value.replace('_', '-')}") for kind in kinds)


def _contact_rows(contact: str, texts: Texts) -> tuple[Row, ...]:
    """Return the button that reaches staff: a link, or their number to call."""
    if not contact:
        return ()
    if not offices.is_phone(contact):
        url = f"https://t.me/{contact[1:]}" if contact.startswith("@") else contact
        return ((LinkButton(texts.plain("offices-write"), url),),)
    return ((CALL.on(texts.plain("offices-write"), STAFF),),)
