"""What a use case refuses to do, told to the person who asked."""


class Refused(ValueError):
    """Bad input by hand: the message says what is wrong and what would be right. Nothing was changed."""
