"""Numbers of pages of a list, from 1."""


def page_within(number: int, total: int, *, size: int) -> tuple[int, int]:
    """Return the page to show of a list of `total` items, and how many pages it has: at least one.

    A number past the last page gives the last, one below 1 the first.
    """
    pages = max(1, -(-total // size))
    return min(max(1, number), pages), pages
