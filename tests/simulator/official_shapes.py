"""Holds JSON against the official description of the Bot API: known fields, each of its type, required ones present."""

from typing import Any

from bot.simulator.schema.definitions import Field, description, element_of


def deviations(type_name: str, value: Any, path: str = "") -> list[str]:
    """Return what in a value is not as the official description of this type says, each with its path."""
    element = element_of(type_name)
    if element is not None:
        return [each for index, one in enumerate(value) for each in deviations(element, one, f"{path}[{index}]")]
    if type_name in description().unions:
        return _of_union(type_name, value, path)
    fields = description().types.get(type_name)
    if fields is None:
        return [] if _is_plain(type_name, value) else [f"{path}: {value!r} is no {type_name}"]
    if not isinstance(value, dict):
        return [f"{path}: {value!r} is no {type_name}"]
    unknown = [f"{path}.{name}: {type_name} has no such field" for name in value.keys() - fields.keys()]
    missing = [f"{path}.{name}: missing" for name, each in fields.items() if each.required and name not in value]
    wrong = [each for name in value.keys() & fields.keys() for each in _of_field(fields[name], value[name], path, name)]
    return unknown + missing + wrong


def deviations_of_result(method: str, result: Any) -> list[str]:
    """Return what in a method's result is not as the official description says."""
    types = description().returns[method]
    return _of_field(Field(types, None, True), result, "", method)


def _of_field(field: Field, value: Any, path: str, name: str) -> list[str]:
    tried = [deviations(each, value, f"{path}.{name}") for each in field.types if _may_be(each, value)]
    return min(tried, key=len) if tried else [f"{path}.{name}: {value!r} is none of {field.types}"]


def _of_union(type_name: str, value: Any, path: str) -> list[str]:
    return min((deviations(each, value, path) for each in description().unions[type_name]), key=len)


def _may_be(type_name: str, value: Any) -> bool:
    return isinstance(value, list) == (element_of(type_name) is not None)


def _is_plain(type_name: str, value: Any) -> bool:
    kinds: dict[str, tuple[type, ...]] = {"Integer": (int,), "Float": (float, int), "Boolean": (bool,)}
    return isinstance(value, kinds.get(type_name, (str,))) and (type_name == "Boolean") == isinstance(value, bool)
