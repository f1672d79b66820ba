"""Every class there is, thrown one after the other at one desk."""

from collections.abc import Callable

from tests.forgery import changed_state, money, persons, running, shapes, signed_in, taps, web, words
from tests.forgery.running import Result
from tests.forgery.scene import Scene

CHAT = (*taps.KINDS, *words.KINDS, *persons.KINDS, *shapes.KINDS)
"""Classes that leave the scene as it is."""
LAST = changed_state.KINDS
"""Classes before which the cars are sold: nothing can follow them."""
CLASSES = len(CHAT) + len(LAST) + len(web.WEB_KINDS) + len(signed_in.KINDS) + len(money.KINDS)


def throw(scene: Scene, total: int, seed: int, tell: Callable[[Result], None] = lambda _: None) -> list[Result]:
    """Throw `total` inputs, in equal shares of all classes. Returns what became of each."""
    share = -(-total // CLASSES)
    results: list[Result] = []

    def note(result: Result) -> None:
        results.append(result)
        tell(result)

    for kind in CHAT:
        note(running.throw(scene, kind, share, seed))
    for web_kind in web.WEB_KINDS:
        note(web.throw(scene, web_kind, share, seed))
    inside = signed_in.Inside.beside(scene)
    for inside_kind in signed_in.KINDS:
        note(signed_in.throw(inside, inside_kind, share, seed))
    till = money.Money.beside(scene)
    for money_kind in money.KINDS:
        note(money.throw(till, money_kind, share, seed))
    till.bank.close()
    for kind in LAST:
        note(running.throw(scene, kind, share, seed))
    return results
