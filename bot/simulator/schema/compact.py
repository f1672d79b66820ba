"""`python -m bot.simulator.schema.compact FILE` writes `bot_api.json` from a machine-readable Bot API description.

FILE has `methods` and `types` by name, each with `fields` (`name`, `types`, `required`, `description`) or `subtypes`,
as the public project telegram-bot-api-spec publishes it for each version of the Bot API. Only the facts are kept:
a field is "TYPE|TYPE", with "=CONSTANT" if it has one value in this type, and with "!" if it is required.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("bot_api.json")
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_CONSTANT = re.compile(r"(?:must be|always [“\"])\s?([a-z0-9_]+)[”\"]?(?:$|[.,;])")


def compact(description: dict[str, Any]) -> dict[str, Any]:
    """Return the methods' parameters and results and the types' fields; a union type is the list of its subtypes."""
    types = {name: each.get("subtypes") or _fields(each) for name, each in description["types"].items()}
    methods = {name: _fields(each) for name, each in description["methods"].items()}
    returns = {name: "|".join(each["returns"]) for name, each in description["methods"].items()}
    facts = {"version": description["version"], "methods": methods, "returns": returns, "types": types}
    return facts | {"reactions": _reactions(description["types"])}


def _reactions(types: dict[str, Any]) -> list[str]:
    """Return the emoji that are reactions: the quoted ones in the description of the field."""
    fields = types.get("ReactionTypeEmoji", {}).get("fields", [])
    return [emoji for field in fields if field["name"] == "emoji" for emoji in _QUOTED.findall(field["description"])]


def _fields(described: dict[str, Any]) -> dict[str, str]:
    return {field["name"]: _field(field) for field in described.get("fields", [])}


def _field(field: dict[str, Any]) -> str:
    constant = _CONSTANT.search(field["description"]) if field["types"] == ["String"] else None
    value = f"={constant.group(1)}" if constant else ""
    return "|".join(field["types"]) + value + ("!" if field["required"] else "")


if __name__ == "__main__":
    content = compact(json.loads(Path(sys.argv[1]).read_text()))
    PATH.write_text(json.dumps(content, indent=0, separators=(",", ":"), sort_keys=True) + "\n")
