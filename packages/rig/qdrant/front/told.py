"""From the engine's values to the JSON of an answer."""

import numpy


def point_id(value):
    return value if isinstance(value, int) else str(value)


def vector(value):
    """Numbers as the server writes them: the shortest text that is the same float32."""
    if isinstance(value, dict):
        return {name: vector(each) for name, each in value.items()}
    return numpy.array(value, dtype=numpy.float32) if isinstance(value, list) else value


def record(found):
    told = {"id": point_id(found.id)}
    if found.payload is not None:
        told["payload"] = found.payload
    if found.vector is not None:
        told["vector"] = vector(found.vector)
    if getattr(found, "order_value", None) is not None:
        told["order_value"] = found.order_value
    return told


def scored(found):
    return {**record(found), "version": found.version, "score": numpy.float32(found.score)}
