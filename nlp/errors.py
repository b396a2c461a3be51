"""What judging cannot do without."""


class BadFile(Exception):
    """A word list of `data/lexicon/`, training text or the model cannot be used; one sentence names it and the remedy.

    No ValueError: it is no fault of the text that is judged.
    """
