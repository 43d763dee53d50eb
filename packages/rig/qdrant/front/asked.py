"""From the JSON of a request to the engine's own values."""

import uuid

import numpy
import orjson
import qdrant_edge as engine

import nesting
from faults import Refusal, no_variant, unreadable

GROUPS = ("should", "min_should", "must", "must_not")

MATCHES = {
    "value": engine.MatchValue,
    "any": engine.MatchAny,
    "except": engine.MatchExcept,
    "text": engine.MatchText,
    "text_any": engine.MatchTextAny,
    "phrase": engine.MatchPhrase,
}

DIRECTIONS = {"asc": engine.Direction.Asc, "desc": engine.Direction.Desc}


def point_id(value):
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**64:
        return value
    if isinstance(value, str):
        try:
            return uuid.UUID(value)
        except ValueError:
            pass
    shown = value if isinstance(value, str) else "Unit" if value is None else orjson.dumps(value).decode()
    raise unreadable(
        f"value {shown} is not a valid point ID, valid values are either an unsigned integer or a UUID"
    )


def point_ids(values):
    return [point_id(value) for value in values]


def filter_of(asked):
    if asked is None:
        return None
    nesting.checked(asked, nesting.FILTER)
    unknown = sorted(asked.keys() - set(GROUPS)) if isinstance(asked, dict) else ["?"]
    if unknown:
        expected = ", ".join(f"`{name}`" for name in GROUPS)
        raise unreadable(f"unknown field `{unknown[0]}`, expected one of {expected}")
    least = asked.get("min_should")
    return engine.Filter(
        conditions(asked.get("must")),
        conditions(asked.get("should")),
        conditions(asked.get("must_not")),
        least and engine.MinShould(conditions(least["conditions"]), least["min_count"]),
    )


def conditions(asked):
    if asked is None:
        return None
    return [condition(each) for each in (asked if isinstance(asked, list) else [asked])]


def condition(asked):
    if not isinstance(asked, dict):
        raise no_variant("Condition")
    if "is_empty" in asked:
        return engine.IsEmptyCondition(asked["is_empty"]["key"])
    if "is_null" in asked:
        return engine.IsNullCondition(asked["is_null"]["key"])
    if "has_id" in asked:
        return engine.HasIdCondition(set(point_ids(asked["has_id"])))
    if "has_vector" in asked:
        return engine.HasVectorCondition(asked["has_vector"])
    if "nested" in asked:
        return engine.NestedCondition(asked["nested"]["key"], filter_of(asked["nested"]["filter"]))
    if asked.keys() & set(GROUPS):
        return filter_of(asked)
    if "key" in asked:
        return field_condition(asked)
    raise unreadable("Expected some form of condition, which can be a field condition")


def field_condition(asked):
    tests = {}
    if asked.get("match") is not None:
        tests["match"] = match(asked["match"])
    if asked.get("range") is not None:
        bounds = {name: bound for name, bound in asked["range"].items() if bound is not None}
        is_dates = any(isinstance(bound, str) for bound in bounds.values())
        tests["range"] = (engine.RangeDateTime if is_dates else engine.RangeFloat)(**bounds)
    if asked.get("values_count") is not None:
        tests["values_count"] = engine.ValuesCount(**asked["values_count"])
    for name in ("is_empty", "is_null"):
        if asked.get(name) is not None:
            tests[name] = asked[name]
    if not tests:
        where = "internal.filter.must[0].__all__"
        words = "Validation error: At least one field condition must be specified [{}]"
        raise Refusal(422, f"Validation error in JSON body: [{where}: {words}]")
    return engine.FieldCondition(asked["key"], **tests)


def match(asked):
    name, value = next(iter(asked.items()))
    if name not in MATCHES or (name == "value" and not isinstance(value, (str, int))):
        raise no_variant("MatchInterface")
    # The binding takes a bool of Python for the integer 0 or 1.
    return MATCHES[name](numpy.bool_(value) if isinstance(value, bool) else value)


def payload_selector(asked, default):
    if asked is None:
        return default
    if isinstance(asked, dict):
        if "include" in asked:
            return engine.PayloadSelector.Include(asked["include"])
        return engine.PayloadSelector.Exclude(asked["exclude"])
    return asked


def order_by(asked):
    if asked is None:
        return None
    if isinstance(asked, str):
        return engine.OrderBy(asked)
    return engine.OrderBy(asked["key"], DIRECTIONS.get(asked.get("direction", "asc")), asked.get("start_from"))


def payload(asked):
    if asked is not None and not isinstance(asked, dict):
        raise unreadable("invalid type: sequence, expected a map")
    return nesting.checked(asked, nesting.PAYLOAD) or {}
