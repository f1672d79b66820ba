"""Panics of libraries written in Rust, which Python raises as an exception that is not an `Exception`."""


def is_failure(problem: BaseException) -> bool:
    """Return whether this ends one piece of work, and not the process: an `Exception`, or a panic in a Rust library."""
    return isinstance(problem, Exception) or type(problem).__name__ == "PanicException"
