"""Throwing a class of forged inputs at the desk, and seeing that nothing was let in."""

import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from storage.audit import Action
from tests.forgery import store
from tests.forgery.kinds import Kind
from tests.forgery.scene import COUNT, Scene


@dataclass
class Result:
    """What became of a class. accepted: everything that should not have been."""

    name: str
    count: int
    accepted: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


def throw(scene: Scene, kind: Kind, count: int, seed: int) -> Result:
    """Throw so many inputs of a class, and compare the store before and after."""
    random = Random(f"{kind.name}|{seed}")
    attackers = getattr(scene, kind.who)
    scene.rest(attackers)
    kind.prepare(scene)
    entry, delivery = scene.last_ids()
    before, broken = store.picture(scene.app.database), len(scene.broken())
    updates = [kind.make(scene, random, at % COUNT) for at in range(count)]
    scene.feed(updates)
    result = Result(kind.name, count)
    result.accepted += store.changes(before, store.picture(scene.app.database))
    result.accepted += [f"a turn broke: {note}" for note in scene.broken()[broken:]]
    result.accepted += _told(scene, kind, entry, count, scene.account_ids(attackers), result.reasons)
    result.accepted += _said(scene, kind, delivery)
    return result


def _told(scene: Scene, kind: Kind, entry: int, count: int, accounts: set[UUID], reasons: Counter[str]) -> list[str]:
    """See that the audit holds a refusal for each input, for a reason that fits."""
    found = 0
    for row in scene.refusals(entry):
        why = json.loads(row.details).get("why", []) if row.action == Action.REFUSED else []
        reasons.update(why)
        found += row.by in accounts and any(key.startswith(kind.told) for key in why)
    if kind.told and found != count:
        return [f"{count - found} of {count} refusals are not in the audit"]
    return []


def _said(scene: Scene, kind: Kind, delivery: int) -> list[str]:
    """See that nobody was told what is not his, and that whatever is said can be shown."""
    outgoing = scene.outgoing(delivery)
    if kind.silent and outgoing:
        return [f"{len(outgoing)} messages where none should be"]
    ours = {f"{scene.app.bot.id}:{telegram_id}" for telegram_id in getattr(scene, kind.who)}
    problems = []
    for lane, content in outgoing:
        if lane not in ours:
            problems.append(f"a message to somebody else: {content.get('notice') or content.get('key')}")
            continue
        shown = json.dumps(content, ensure_ascii=False)
        problems += [f"told what is not his: {secret}" for secret in scene.secrets if secret in shown]
    return problems
