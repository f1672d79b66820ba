"""Reads JSON values into the types of the Bot API: known fields only, each of its type.

As the official server does: a number in a text is a number, a number is also a text, null is a missing field, fields
without a meaning are dropped. The descriptions of errors are those of the official server's JSON reader.
"""

import math
from typing import Any

from bot.simulator.errors import BadRequest
from bot.simulator.json_types import Json, whole_number
from bot.simulator.schema.definitions import Field, description, element_of

MAX_DEPTH = 100
# The range of integers in the Bot API: 64 bits with a sign.
_INTEGERS = range(-(2**63), 2**63)


class InvalidValue(ValueError):
    """A value that is not of the type it should have; its message is the official description."""


def read_object(type_name: str, value: object, label: str | None = None) -> Json:
    """Return an object with the known fields of a type.

    Raises BadRequest "can't parse LABEL: …" if the value is not of this type; `label` is the type's name by default.
    """
    try:
        return _object(type_name, value, 0)
    except InvalidValue as error:
        raise BadRequest(f"can't parse {label or type_name}: {error}") from None


def read_objects(type_name: str, value: object, label: str | None = None) -> list[Json]:
    """Return an array of objects as `read_object` does; raises BadRequest if the value is not an array."""
    if not isinstance(value, list):
        raise BadRequest(f"expected an Array of {type_name}")
    return [read_object(type_name, each, label) for each in value]


def _object(type_name: str, value: object, depth: int) -> Json:
    if not isinstance(value, dict):
        raise InvalidValue("expected an Object")
    if depth > MAX_DEPTH:
        raise InvalidValue("too deep nesting of objects")
    fields = description().types[_subtype(type_name, value)]
    read: Json = {}
    for name, field in fields.items():
        given = value.get(name)
        if given is not None:
            read[name] = _field(name, field, given, depth + 1)
        elif field.required:
            raise InvalidValue(f'Can\'t find field "{name}"')
    return read


def _subtype(type_name: str, value: Json) -> str:
    """Return the subtype of a union that a value's constant field (`type`, `source`, `status`) selects."""
    if type_name not in description().unions:
        return type_name
    subtypes = tuple(each for each in description().unions[type_name] if each in description().types)
    for each in subtypes:
        constants = {name: field for name, field in description().types[each].items() if field.constant}
        if constants and all(value.get(name) == field.constant for name, field in constants.items()):
            return each
    name = next(iter(_constants(subtypes)), None)
    if name is None:
        return _first_complete(subtypes, value)
    raise InvalidValue("Unsupported type specified" if value.get(name) else f'Can\'t find field "{name}"')


def _constants(subtypes: tuple[str, ...]) -> set[str]:
    return {name for each in subtypes for name, field in description().types[each].items() if field.constant}


def _first_complete(subtypes: tuple[str, ...], value: Json) -> str:
    """Return the first subtype of which a value has all required fields."""
    for each in subtypes:
        required = {name for name, field in description().types[each].items() if field.required}
        if required <= value.keys():
            return each
    raise InvalidValue("Unsupported type specified")


def _field(name: str, field: Field, value: object, depth: int) -> Any:
    problem = InvalidValue(f'Field "{name}" must be {_expected(field.types[-1])}')
    for type_name in (each for named in field.types for each in _alternatives(named)):
        if _is_like(type_name, value):
            try:
                return _value(name, type_name, value, depth)
            except InvalidValue as error:
                problem = error
    raise problem


def _alternatives(type_name: str) -> tuple[str, ...]:
    """Return a type, after the texts and arrays that a union has beside its objects."""
    subtypes = description().unions.get(type_name, ())
    return *(each for each in subtypes if each == "String" or element_of(each)), type_name


def _is_like(type_name: str, value: object) -> bool:
    """Whether a JSON value is of the kind (object, array, number, text, boolean) that a type is read from."""
    if element_of(type_name) is not None:
        return isinstance(value, list)
    if type_name == "Boolean":
        return isinstance(value, bool)
    if type_name in {"Integer", "Float", "String"}:
        return isinstance(value, (int, float, str)) and not isinstance(value, bool)
    return isinstance(value, dict) or (type_name == "InputFile" and isinstance(value, str))


def _value(name: str, type_name: str, value: Any, depth: int) -> Any:
    element = element_of(type_name)
    if element is not None:
        return [_field(name, Field((element,), None, True), each, depth) for each in value]
    if type_name in {"Boolean", "InputFile"}:
        return value
    if type_name == "String":
        return value if isinstance(value, str) else str(value)
    return _number(name, type_name, value) if type_name in {"Integer", "Float"} else _object(type_name, value, depth)


def _number(name: str, type_name: str, value: object) -> int | float:
    whole = whole_number(value)
    if whole is not None and whole in _INTEGERS:
        return whole
    number = _float(value) if type_name == "Float" else None
    if number is None:
        raise InvalidValue(f'Field "{name}" must be a valid Number')
    return number


def _float(value: object) -> float | None:
    """Parse a finite number; return None for anything else."""
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _expected(type_name: str) -> str:
    if element_of(type_name) is not None:
        return "of type Array"
    if type_name in {"Integer", "Float"}:
        return "a Number"
    return f"of type {type_name}" if type_name in {"Boolean", "String"} else "of type Object"
