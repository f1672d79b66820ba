"""Which functions of the services call which others, directly or through others, read from their source."""

import ast
from functools import cache
from pathlib import Path

from tests.conventions.source_tree import python_files, tree

SERVICES = "bot/services"
Name = tuple[str, str]  # The module as Python imports it, and the function.


@cache
def functions() -> dict[Name, ast.FunctionDef]:
    """Return every function at the top level of the service modules, and every method as `Class.method`."""
    found = {}
    for path in python_files(SERVICES):
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef):
                found[module_name(path), node.name] = node
            elif isinstance(node, ast.ClassDef):
                methods = (each for each in node.body if isinstance(each, ast.FunctionDef))
                found |= {(module_name(path), f"{node.name}.{each.name}"): each for each in methods}
    return found


@cache
def made_with(module: str) -> dict[str, ast.Call]:
    """Return the constants of a module that are objects of a class, with the call that makes each."""
    path = Path(*module.split(".")).with_suffix(".py")
    return {
        target.id: node.value
        for node in tree(path).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


@cache
def called(name: Name) -> frozenset[Name]:
    """Return every service function that this one calls or passes on, directly or through others, and itself."""
    found, left = {name}, [name]
    while left:
        new = _direct(left.pop()) - found
        found |= new
        left += new
    return frozenset(found)


def parameters(name: Name) -> set[str]:
    """Return the names of the parameters of a function."""
    arguments = functions()[name].args
    return {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}


def module_name(path: Path) -> str:
    """Return how Python imports a file."""
    return ".".join(path.with_suffix("").parts)


@cache
def _direct(name: Name) -> set[Name]:
    found = set()
    for node in ast.walk(functions()[name]):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found |= {(".".join(_imported(name[0]).get(node.value.id, ("",))), node.attr), _method(name, node)}
        elif isinstance(node, ast.Name):
            found |= {(name[0], node.id), _imported(name[0]).get(node.id, ("", ""))}
    return found & functions().keys()


def _method(name: Name, node: ast.Attribute) -> Name:
    """Return the method that is used of an object of this module, or of the object itself."""
    assert isinstance(node.value, ast.Name)
    if node.value.id == "self":
        return name[0], f"{name[1].partition('.')[0]}.{node.attr}"
    made = made_with(name[0]).get(node.value.id)
    made_by = made.func.id if made is not None and isinstance(made.func, ast.Name) else ""
    module, class_name = _imported(name[0]).get(made_by, (name[0], made_by))
    return module, f"{class_name}.{node.attr}"


@cache
def _imported(module: str) -> dict[str, Name]:
    """Return what a module imports from other services, by the name it has there."""
    path = Path(*module.split(".")).with_suffix(".py")
    return {
        each.asname or each.name: (node.module, each.name)
        for node in tree(path).body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bot.services")
        for each in node.names
    }
