"""All collections of a data directory and their aliases."""

import os
import sys
import threading
import time

from collection import Collection, has_space, load, save
from faults import Refusal, collection_exists, invalid, no_collection

FORBIDDEN = '<>:"/\\|?*\x00'
LONGEST = 255
SECONDS_BETWEEN_KEEPING = 5


class Store:
    def __init__(self, root):
        self.folder = os.path.join(root, "collections")
        self.aliases_file = os.path.join(root, "aliases.json")
        self.lock = threading.Lock()
        os.makedirs(self.folder, exist_ok=True)
        self.aliases = load(self.aliases_file) if os.path.exists(self.aliases_file) else {}
        opened = {name: Collection.open(name, os.path.join(self.folder, name)) for name in os.listdir(self.folder)}
        self.collections = {name: each for name, each in opened.items() if each is not None}

    def has(self, name):
        return self.aliases.get(name, name) in self.collections

    def get(self, name):
        found = self.collections.get(self.aliases.get(name, name))
        if found is None:
            raise no_collection(name)
        return found

    def create(self, name, parameters):
        where = "path parameters"
        forbidden = [letter for letter in name if letter in FORBIDDEN]
        if forbidden:
            words = f'collection_name: collection name cannot contain "{forbidden[0]}" char'
            raise invalid(where, words)
        if len(name) > LONGEST:
            raise invalid(where, f'collection_name: value "{name}" too long')
        if name in (".", ".."):
            raise invalid(where, f'collection_name: value "{name}" is no name')
        with self.lock:
            if name in self.collections:
                raise collection_exists(name)
            self.collections[name] = Collection.create(name, os.path.join(self.folder, name), parameters)

    def drop(self, name):
        with self.lock:
            found = self.collections.pop(name, None)
            if found is not None:
                found.drop()
            return found is not None

    def change_aliases(self, actions):
        """All of the actions or none."""
        with self.lock:
            changed = dict(self.aliases)
            for action in actions:
                for verb, asked in action.items():
                    self.change_alias(changed, verb, asked)
            save(self.aliases_file, changed)
            self.aliases = changed

    def change_alias(self, aliases, verb, asked):
        if verb == "create_alias":
            if asked["collection_name"] not in self.collections:
                raise no_collection(asked["collection_name"])
            if asked["alias_name"] in self.collections:
                raise collection_exists(asked["alias_name"])
            aliases[asked["alias_name"]] = asked["collection_name"]
        elif verb == "delete_alias":
            aliases.pop(asked["alias_name"], None)
        else:
            if asked["old_alias_name"] not in aliases:
                raise Refusal(404, f"Not found: Alias {asked['old_alias_name']} does not exists!")
            aliases[asked["new_alias_name"]] = aliases.pop(asked["old_alias_name"])

    def keep(self):
        """What the server does by itself in the background, and the embedded engine only when it is told."""
        while True:
            time.sleep(SECONDS_BETWEEN_KEEPING)
            if not has_space(self.folder):
                continue
            for each in list(self.collections.values()):
                try:
                    each.shard.flush()
                    each.shard.optimize()
                except Exception as fault:
                    print("keeping", each.name, fault, file=sys.stderr)
