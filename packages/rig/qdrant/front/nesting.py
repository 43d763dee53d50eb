"""How deep JSON may be nested: deeper filters the server does not read, deeper payloads it would store and never read back."""

from faults import unreadable

FILTER = 120
PAYLOAD = 122


def checked(value, most):
    depth, layer = 0, [value]
    while layer:
        depth += 1
        if depth > most:
            raise unreadable("recursion limit exceeded")
        layer = [below for each in layer for below in children(each) if isinstance(below, (dict, list))]
    return value


def children(value):
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
