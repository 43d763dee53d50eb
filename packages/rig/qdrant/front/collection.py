"""One collection: a shard of the engine, and beside it the parameters it was created with."""

import json
import os
import shutil
import threading

import qdrant_edge as engine

from faults import bad, internal, invalid, no_variant

DISTANCES = {
    "Cosine": engine.Distance.Cosine,
    "Euclid": engine.Distance.Euclid,
    "Dot": engine.Distance.Dot,
    "Manhattan": engine.Distance.Manhattan,
}

MOST_DIMENSIONS = 65536

# What the server keeps free for its log. The engine maps its files: without the space it does not fail, it dies.
LEAST_SPACE = 32 * 1024 * 1024


def save(path, value):
    """Whole or not at all, whenever this process is killed."""
    with open(path + ".tmp", "w") as file:
        json.dump(value, file)
    os.replace(path + ".tmp", path)


def load(path):
    with open(path) as file:
        return json.load(file)


def named(vectors):
    """The vectors of a collection by their names; the one without a name is called ''."""
    return {"": vectors} if "size" in vectors else vectors


def has_space(folder):
    return shutil.disk_usage(folder).free >= LEAST_SPACE


def check_space(folder):
    if not has_space(folder):
        raise internal("No space left on device: WAL buffer size exceeds available disk space")


def check(vectors):
    for asked in named(vectors).values():
        size = asked.get("size")
        if asked.get("distance") not in DISTANCES or not isinstance(size, int) or size < 1:
            raise no_variant("VectorsConfig")
        if size > MOST_DIMENSIONS:
            raise invalid("JSON body", f"vectors.size: value {size} invalid, must be from 1 to {MOST_DIMENSIONS}")


def config(parameters):
    vectors = parameters["vectors"]
    made = {
        name: engine.EdgeVectorParams(asked["size"], DISTANCES[asked["distance"]])
        for name, asked in named(vectors).items()
    }
    optimizers = parameters.get("optimizers_config") or {}
    return engine.EdgeConfig(
        vectors=made[""] if "size" in vectors else made,
        optimizers=engine.EdgeOptimizersConfig(indexing_threshold=optimizers.get("indexing_threshold")),
    )


class Collection:
    def __init__(self, name, folder, parameters, shard):
        self.name = name
        self.folder = folder
        self.parameters = parameters
        self.shard = shard
        self.dimensions = {name: asked["size"] for name, asked in named(parameters["vectors"]).items()}
        self.lock = threading.Lock()
        self.operation = 0

    @staticmethod
    def create(name, folder, parameters):
        check(parameters["vectors"])
        check_space(os.path.dirname(folder))
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(os.path.join(folder, "shard"))
        shard = engine.EdgeShard.create(os.path.join(folder, "shard"), config(parameters))
        # Written last: a folder without it is the rest of a creation that was cut off.
        save(os.path.join(folder, "rest.json"), parameters)
        return Collection(name, folder, parameters, shard)

    @staticmethod
    def open(name, folder):
        """None where its creation was cut off."""
        path = os.path.join(folder, "rest.json")
        if not os.path.exists(path):
            shutil.rmtree(folder)
            return None
        return Collection(name, folder, load(path), engine.EdgeShard.load(os.path.join(folder, "shard")))

    def drop(self):
        with self.lock:
            self.shard.close()
            shutil.rmtree(self.folder)

    def vector(self, asked):
        for name, numbers in (asked if isinstance(asked, dict) else {"": asked}).items():
            if name not in self.dimensions:
                raise bad(f"Wrong input: Not existing vector name error: {name}")
            if not all(isinstance(number, (int, float)) for number in numbers):
                raise no_variant("VectorStruct")
            expected = self.dimensions[name]
            if len(numbers) != expected:
                raise bad(f"Wrong input: Vector dimension error: expected dim: {expected}, got {len(numbers)}")
        return asked

    def update(self, operation):
        with self.lock:
            check_space(self.folder)
            self.shard.update(operation)
            self.operation += 1
            return {"operation_id": self.operation, "status": "completed"}
