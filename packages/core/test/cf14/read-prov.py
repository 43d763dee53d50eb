"""Reads a PROV-JSON document from standard input with the `prov` library and counts its records; whatever the library does not accept is an error."""

import collections
import json
import sys

import prov.model

text = sys.stdin.read()
document = prov.model.ProvDocument.deserialize(content=text, format="json")
counts = collections.Counter(type(record).__name__ for record in document.get_records())

# The JSON schema of PROV-JSON comes with the library's own tests; jsonschema is optional.
schema = None
try:
    import importlib.resources

    import jsonschema

    found = importlib.resources.files("prov").joinpath("tests/schemas/prov-json.schema.json")
    if found.is_file():
        jsonschema.validate(json.loads(text), json.loads(found.read_text()))
        schema = "valid"
except ImportError:
    pass

# Names that PROV-N can hold are written and read again without loss by every other form of PROV.
provn = document.get_provn()
print(json.dumps({"counts": counts, "schema": schema, "provn": len(provn.splitlines())}))
