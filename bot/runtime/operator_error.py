"""What an operator can get wrong: said in a sentence, with exit code 2 and never a traceback."""


class Mistake(Exception):
    """A sentence for the operator: what is wrong, and what to do."""
