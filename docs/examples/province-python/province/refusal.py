"""What is not answered, and why: the codes stand in schema/error-codes.ts of Tongban."""


class Refusal(Exception):
    """An expected no. Its code and message go to the gateway; nothing internal belongs in them."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


class StartupError(Exception):
    """Why the province cannot start; says the file and the cure, for whoever starts it."""
