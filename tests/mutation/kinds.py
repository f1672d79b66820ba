"""The kinds of guards in a syntax tree, and the expression that replaces each when it is removed."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

NO = "[SAYS, False][1]"  # The expression is evaluated for its effects; its value does not count.

YES = "[SAYS, True][1]"
ALL = '__import__("sqlalchemy").true()'
NOTHING = '__import__("sqlalchemy").CheckConstraint("1 = 1", name="none_AT")'
STATE_WORDS = re.compile(
    r"status|state|_at\b|attempts|review|decided|ended|first_by|until|used|since|expires|due|slot|seat|revis|earlier"
)
OWNER_WORDS = re.compile(
    r"person|owner|filer|payer|account|made_by|used_by|organisation|member|\bby\b|telegram_id|lane|provider"
)
WRITES = re.compile(r"\bupdate\(|\bdelete\(|\.delete\(\)|\.update\(\)|with_for_update|\bupdate_if\(")
CONSTRAINTS = frozenset({"UniqueConstraint", "CheckConstraint"})
REJECTING_FILES = re.compile(
    r"bot/web/(access|hosts|middleware|telegram_webhook|payment_webhooks)"
    r"|bot/adapters/certificates/(verifier|status_list|cose)|bot/services/payments/(webhook_events|settlement)"
)
PERMISSION_NAMES = re.compile(r"^_?(may|is|can|has|covers|fits|needs|tells|same|holds|believes|judges|matches|verif)_?")
# Statements that let go on only who may, or only one at a time. A lock without a condition has no other guard.
DEMANDS = re.compile(r"^_?(require|check|lock|prevent)(_|$)")
BUILTIN = frozenset({"LookupError", "RuntimeError", "TypeError", "ConnectionAbortedError", "OSError", "KeyError"})


@dataclass(frozen=True)
class Place:
    """A guarding expression. refusal_lines: lines that run when it refuses. about: its table or function."""

    node: ast.expr
    kind: str
    replacement: str
    refusal_lines: tuple[int, ...] = ()
    about: str = ""


def places(path: str, tree: ast.Module) -> Iterator[Place]:
    """Yield every guard in a file."""
    stored = path.startswith("storage/")
    for node in ast.walk(tree):
        if isinstance(node, ast.If):
            yield from _refusing(path, node)
        elif isinstance(node, ast.Expr):
            yield from _demanding(node)
        elif isinstance(node, ast.Call):
            yield from _signing(node)
            yield from _counting(node) if stored else ()
        elif isinstance(node, ast.FunctionDef):
            yield from _permissions(node) if not stored else ()
        elif isinstance(node, ast.ClassDef) and stored:
            yield from _constraints(node)
    if stored:
        yield from _conditions(tree)


def _refusing(path: str, node: ast.If) -> Iterator[Place]:
    kind = "refusal" if _refuses(path, node.body) else "rejection" if _rejects(path, node.body) else ""
    if not kind:
        return
    refusal_lines = tuple(line for statement in node.body for line in _lines(statement))
    for reason in _reasons(node.test, ast.Or):
        yield Place(reason, kind, NO, refusal_lines)


def _refuses(path: str, body: list[ast.stmt]) -> bool:
    for statement in body:
        if isinstance(statement, ast.Raise) and statement.exc is not None:
            name = _name(statement.exc)
            reads_input = path.startswith(("bot/adapters", "bot/engine/update_json"))
            return name not in BUILTIN and (name != "ValueError" or reads_input)
        said = ast.unparse(statement)
        if re.search(r"(append\(|return \[|yield |refusals? \+= \[)[A-Z]\w+\(", said) and "Row(" not in said:
            return True
    return False


def _rejects(path: str, body: list[ast.stmt]) -> bool:
    return bool(REJECTING_FILES.search(path)) and isinstance(body[-1], ast.Return | ast.Continue)


def _permissions(function: ast.FunctionDef) -> Iterator[Place]:
    if not PERMISSION_NAMES.match(function.name) or function.returns is None or ast.unparse(function.returns) != "bool":
        return
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
            for reason in _reasons(node.value, ast.And):
                yield Place(reason, "permission", YES, about=function.name)


def _reasons(test: ast.expr, joined: type[ast.boolop]) -> list[ast.expr]:
    """Return each reason separately. A check that only avoids a crash belongs to the others, unless it is alone."""
    if not (isinstance(test, ast.BoolOp) and isinstance(test.op, joined)):
        return [test]
    return [value for value in test.values if not re.fullmatch(r"[\w.]+( is( not)? None)?", ast.unparse(value))] or [
        test
    ]


def _signing(node: ast.Call) -> Iterator[Place]:
    name = _name(node)
    if name == "compare_digest":
        yield Place(node, "signature", "True")
    elif name == "verify" and isinstance(node.func, ast.Attribute) and _name(node.func.value) in {"key", "point"}:
        yield Place(node, "signature", "None")


def _demanding(node: ast.Expr) -> Iterator[Place]:
    call = node.value.value if isinstance(node.value, ast.Await) else node.value
    if isinstance(call, ast.Call) and DEMANDS.match(_name(call)):
        yield Place(node.value, "demand", "None", about=_name(call))


def _counting(node: ast.Call) -> Iterator[Place]:
    for keyword in node.keywords if _name(node) in {"values", "update_if"} else ():
        if isinstance(keyword.value, ast.BinOp) and isinstance(keyword.value.op, ast.Add):
            yield Place(keyword.value, "counting", ast.unparse(keyword.value.left))


def _constraints(table: ast.ClassDef) -> Iterator[Place]:
    name = next((found for each in table.body if (found := _name_of_table(each))), "")
    for node in ast.walk(table):
        if isinstance(node, ast.Call) and _name(node) in CONSTRAINTS:
            yield Place(node, "constraint", NOTHING, about=name)
        elif isinstance(node, ast.keyword) and node.arg == "unique":
            yield Place(node.value, "constraint", "False", about=name)


def _name_of_table(node: ast.stmt) -> str:
    if isinstance(node, ast.Assign) and _name(node.targets[0]) == "__tablename__":
        return str(ast.literal_eval(node.value))
    return ""


def _conditions(tree: ast.Module) -> Iterator[Place]:
    for outer in tree.body:
        writes = bool(WRITES.search(ast.unparse(outer)))
        for node in ast.walk(outer) if not isinstance(outer, ast.ClassDef) else ():
            for argument in _condition_arguments(node) if isinstance(node, ast.Call) else ():
                if not isinstance(argument, ast.Starred) and _guards(ast.unparse(argument), writes=writes):
                    yield Place(argument, "condition", ALL, _lines(outer))


def _condition_arguments(call: ast.Call) -> list[ast.expr]:
    """Return the conditions of a statement: all arguments of `where`, those of `update_if` after session and row."""
    return {"where": call.args, "update_if": call.args[2:]}.get(_name(call), [])


def _guards(said: str, *, writes: bool) -> bool:
    if writes:
        return not re.match(r"(col\()?[\w.]+\.id\)?( == |\.in_\()", said)
    return bool(STATE_WORDS.search(said) or OWNER_WORDS.search(said))


def _lines(node: ast.stmt) -> tuple[int, ...]:
    return tuple(range(node.lineno, (node.end_lineno or 0) + 1))


def _name(node: ast.expr) -> str:
    """Return the last part of a dotted name: `verify` of `key.verify(…)`."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
