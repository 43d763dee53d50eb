"""Refusals with the status and the words of the real server, as far as its clients look at them."""


class Refusal(Exception):
    def __init__(self, status, words):
        super().__init__(words)
        self.status = status
        self.words = words


def bad(words):
    return Refusal(400, words)


def unreadable(words):
    return Refusal(400, f"Format error in JSON body: {words}")


def no_variant(of):
    return unreadable(f"data did not match any variant of untagged enum {of}")


def invalid(where, words):
    return Refusal(422, f"Validation error in {where}: [{words}]")


def internal(words):
    return Refusal(500, f"Service internal error: {words}")


def no_collection(name):
    return Refusal(404, f"Not found: Collection `{name}` doesn't exist!")


def collection_exists(name):
    return Refusal(409, f"Wrong input: Collection `{name}` already exists!")
