"""The routes that the JavaScript client uses."""

import asyncio
import time
from urllib.parse import unquote

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

import points
from faults import Refusal, bad, internal, unreadable

VERSION = "1.19.0"
LARGEST_BODY = 32 * 1024 * 1024

# An encoded slash must stay inside of its segment of the path.
SLASH = "\x01"

# The engine raises one class for everything: its faults are told apart by their text, as the server maps them.
MISSING = "No point with id"
WRONG = ("No range index", "Not existing vector", "Vector dimension")


def json(value, status=200):
    content = orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)
    return Response(content, status, media_type="application/json")


def fault_of_engine(words):
    if words.startswith(MISSING):
        return Refusal(404, f"Not found: {words} found")
    if words.startswith(WRONG):
        return bad(f"Wrong input: {words}")
    return internal(words)


async def body_of(request):
    raw = await request.body()
    if len(raw) > LARGEST_BODY:
        raise bad(f"JSON payload ({len(raw)} bytes) is larger than allowed (limit: {LARGEST_BODY} bytes).")
    try:
        return orjson.loads(raw) if raw else {}
    except orjson.JSONDecodeError as fault:
        raise unreadable(str(fault))


async def answered(answer, request):
    try:
        path = {name: value.replace(SLASH, "/") for name, value in request.path_params.items()}
        return await run_in_threadpool(answer, path, await body_of(request))
    except (Refusal, asyncio.CancelledError):
        raise
    except KeyError as fault:
        raise unreadable(f"missing field `{fault.args[0]}`")
    except (TypeError, ValueError) as fault:
        raise unreadable(str(fault))
    except BaseException as fault:  # A panic of the engine is no Exception.
        raise fault_of_engine(str(fault))


def route(path, method, answer):
    async def handle(request):
        began = time.perf_counter()
        status = 200
        try:
            result = await answered(answer, request)
            is_update = isinstance(result, dict) and "operation_id" in result
            if is_update and request.query_params.get("wait") != "true":
                result["status"] = "acknowledged"
            told = {"result": result, "status": "ok"}
        except Refusal as refusal:
            status, told = refusal.status, {"status": {"error": refusal.words}}
        return json({**told, "time": time.perf_counter() - began}, status)

    return Route(path, handle, methods=[method])


def described(collection):
    info = collection.shard.info()
    return {
        "status": "green",
        "optimizer_status": "ok",
        "indexed_vectors_count": info.indexed_vectors_count,
        "points_count": info.points_count,
        "segments_count": info.segments_count,
        "config": {
            "params": {
                "vectors": collection.parameters["vectors"],
                "shard_number": 1,
                "replication_factor": 1,
                "write_consistency_factor": 1,
                "on_disk_payload": True,
            },
            "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000},
        },
        "payload_schema": {
            field: {"data_type": str(index.data_type).split(".")[-1].lower(), "points": index.points}
            for field, index in info.payload_schema.items()
        },
    }


def of_collections(store):
    def names(path, body):
        return {"collections": [{"name": name} for name in list(store.collections)]}

    def create(path, body):
        store.create(path["name"], body)
        return True

    def change_aliases(path, body):
        store.change_aliases(body["actions"])
        return True

    def aliases(path, body):
        wanted = path.get("name")
        pairs = [(alias, name) for alias, name in list(store.aliases.items()) if wanted in (None, name)]
        return {"aliases": [{"alias_name": alias, "collection_name": name} for alias, name in pairs]}

    one = "/collections/{name}"
    return [
        route("/collections", "GET", names),
        route("/collections/aliases", "POST", change_aliases),
        route("/aliases", "GET", aliases),
        route(one, "PUT", create),
        route(one, "GET", lambda path, body: described(store.get(path["name"]))),
        route(one, "DELETE", lambda path, body: store.drop(path["name"])),
        route(f"{one}/exists", "GET", lambda path, body: {"exists": store.has(path["name"])}),
        route(f"{one}/aliases", "GET", aliases),
    ]


ON_COLLECTION = [
    ("/index", "PUT", points.create_index),
    ("/points", "PUT", points.upsert),
    ("/points", "POST", points.retrieve),
    ("/points/delete", "POST", points.delete),
    ("/points/scroll", "POST", points.scroll),
    ("/points/count", "POST", points.count),
    ("/points/query", "POST", points.query),
    ("/points/query/batch", "POST", points.query_batch),
    ("/points/payload", "POST", points.set_payload),
    ("/points/payload", "PUT", points.overwrite_payload),
    ("/points/payload/delete", "POST", points.delete_payload),
    ("/points/payload/clear", "POST", points.clear_payload),
    ("/points/batch", "POST", points.batch),
    ("/facet", "POST", points.facet),
    # Not of the server: the engine's optimisers run when they are told.
    ("/_optimize", "POST", lambda collection, body: collection.shard.optimize()),
]


def of_points(store):
    def on(answer):
        return lambda path, body: answer(store.get(path["name"]), body)

    one = "/collections/{name}"
    return [
        *(route(one + path, method, on(answer)) for path, method, answer in ON_COLLECTION),
        route(
            f"{one}/index/{{field}}",
            "DELETE",
            lambda path, body: points.drop_index(store.get(path["name"]), path["field"]),
        ),
        route(f"{one}/points/{{id}}", "GET", lambda path, body: points.one(store.get(path["name"]), path["id"])),
    ]


def application(store):
    async def title(request):
        return json({"title": "qdrant - vector search engine", "version": VERSION})

    async def healthy(request):
        return Response("healthz check passed")

    health = [Route(path, healthy) for path in ("/healthz", "/readyz", "/livez")]
    routed = Starlette(routes=[Route("/", title), *health, *of_collections(store), *of_points(store)])

    async def with_slashes_kept(scope, receive, send):
        if scope["type"] == "http":
            segments = scope["raw_path"].decode().split("/")
            scope = {**scope, "path": "/".join(unquote(each).replace("/", SLASH) for each in segments)}
        await routed(scope, receive, send)

    return with_slashes_kept
