"""What is asked of the points of a collection: (collection, body) -> result."""

import qdrant_edge as engine

import asked
import told
from faults import Refusal, bad, invalid, no_variant, unreadable

Update = engine.UpdateOperation

MODES = {"insert_only": engine.UpdateMode.InsertOnly, "update_only": engine.UpdateMode.UpdateOnly}

SCHEMAS = {
    name.lower(): getattr(engine.PayloadSchemaType, name)
    for name in ("Keyword", "Integer", "Float", "Geo", "Text", "Bool", "Datetime", "Uuid")
}


def limit(body, where):
    if body.get("limit") == 0:
        raise invalid("JSON body", f"{where}.limit: value 0 invalid, must be 1 or larger")
    return body.get("limit") or 10


def upsert(collection, body):
    if "batch" in body:
        batch = body["batch"]
        payloads = batch.get("payloads") or [None] * len(batch["ids"])
        points = [
            {"id": id, "vector": vector, "payload": payload}
            for id, vector, payload in zip(batch["ids"], batch["vectors"], payloads)
        ]
    else:
        points = body["points"]
    if not points:
        raise bad("Bad request: Empty update request")
    made = [
        engine.Point(
            asked.point_id(point["id"]),
            collection.vector(point["vector"]),
            asked.payload(point.get("payload")),
        )
        for point in points
    ]
    condition = asked.filter_of(body.get("update_filter"))
    return collection.update(Update.upsert_points(made, condition, MODES.get(body.get("update_mode"))))


def delete(collection, body):
    if "filter" in body:
        return collection.update(Update.delete_points_by_filter(asked.filter_of(body["filter"])))
    return collection.update(Update.delete_points(asked.point_ids(body["points"])))


def changes_payload(verb, arguments):
    def change(collection, body):
        ids, condition = body.get("points"), body.get("filter")
        given = arguments(body)
        if ids is not None:
            return collection.update(getattr(Update, verb)(asked.point_ids(ids), *given))
        if condition is not None:
            return collection.update(getattr(Update, f"{verb}_by_filter")(asked.filter_of(condition), *given))
        raise unreadable("Either list of point ids or filter must be provided")

    return change


set_payload = changes_payload("set_payload", lambda body: [body["payload"], body.get("key")])
overwrite_payload = changes_payload("overwrite_payload", lambda body: [body["payload"], body.get("key")])
delete_payload = changes_payload("delete_payload", lambda body: [body["keys"]])
clear_payload = changes_payload("clear_payload", lambda body: [])


def retrieve(collection, body):
    payload = asked.payload_selector(body.get("with_payload"), True)
    found = collection.shard.retrieve(asked.point_ids(body["ids"]), payload, body.get("with_vector") or False)
    return [told.record(each) for each in found]


def one(collection, id):
    found = collection.shard.retrieve([asked.point_id(int(id) if id.isdigit() else id)], True, True)
    if not found:
        raise Refusal(404, f"Not found: Point with id {id} does not exists!")
    return told.record(found[0])


def scroll(collection, body):
    offset = body.get("offset")
    request = engine.ScrollRequest(
        None if offset is None else asked.point_id(offset),
        limit(body, "scroll_request"),
        asked.filter_of(body.get("filter")),
        asked.payload_selector(body.get("with_payload"), True),
        body.get("with_vector") or False,
        asked.order_by(body.get("order_by")),
    )
    found, following = collection.shard.scroll(request)
    return {
        "points": [told.record(each) for each in found],
        "next_page_offset": None if following is None else told.point_id(following),
    }


def count(collection, body):
    request = engine.CountRequest(body.get("exact", True), asked.filter_of(body.get("filter")))
    return {"count": collection.shard.count(request)}


def query(collection, body):
    search, condition = searched(collection, body)
    parameters = body.get("params") or {}
    request = engine.QueryRequest(
        limit(body, "internal"),
        body.get("offset"),
        search,
        None,
        body.get("with_vector") or False,
        asked.payload_selector(body.get("with_payload"), False),
        asked.filter_of(condition),
        body.get("score_threshold"),
        engine.SearchParams(parameters.get("hnsw_ef"), bool(parameters.get("exact"))),
    )
    return {"points": [told.scored(each) for each in collection.shard.query(request)]}


def searched(collection, body):
    """What to search for, and the filter: a search by a point leaves the point itself out."""
    what, using, condition = body.get("query"), body.get("using"), body.get("filter")
    if isinstance(what, dict) and "nearest" in what:
        what = what["nearest"]
    if what is None:
        return None, condition
    if isinstance(what, dict) and "order_by" in what:
        return asked.order_by(what["order_by"]), condition
    if isinstance(what, list):
        collection.vector({using or "": what})
        return engine.Query.Nearest(what, using), condition
    if not isinstance(what, (int, str)):
        raise no_variant("VectorInput")
    found = collection.shard.retrieve([asked.point_id(what)], False, True)
    if not found:
        raise Refusal(404, f"Not found: No point with id {what} found")
    others = {"must": [condition] if condition else [], "must_not": [{"has_id": [what]}]}
    return engine.Query.Nearest(found[0].vector, using), others


def query_batch(collection, body):
    return [query(collection, each) for each in body["searches"]]


def facet(collection, body):
    condition = asked.filter_of(body.get("filter"))
    request = engine.FacetRequest(body["key"], body.get("limit") or 10, bool(body.get("exact")), condition)
    hits = collection.shard.facet(request).hits
    return {"hits": [{"value": hit.value, "count": hit.count} for hit in hits]}


def create_index(collection, body):
    schema = body.get("field_schema")
    schema = schema["type"] if isinstance(schema, dict) else schema
    if schema not in SCHEMAS:
        raise no_variant("PayloadFieldSchema")
    return collection.update(Update.create_field_index(body["field_name"], SCHEMAS[schema]))


def drop_index(collection, field):
    return collection.update(Update.delete_field_index(field))


BATCHED = {
    "upsert": upsert,
    "delete": delete,
    "set_payload": set_payload,
    "overwrite_payload": overwrite_payload,
    "delete_payload": delete_payload,
    "clear_payload": clear_payload,
}


def batch(collection, body):
    return [BATCHED[verb](collection, each) for operation in body["operations"] for verb, each in operation.items()]
