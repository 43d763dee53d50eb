"""A REST front for tests over Qdrant's engine in process: python -B front DATA_DIRECTORY PORT."""

import sys
import threading

import uvicorn

from routes import application
from store import Store

root, port = sys.argv[1:]
store = Store(root)
threading.Thread(target=store.keep, daemon=True).start()
uvicorn.run(
    application(store),
    host="127.0.0.1",
    port=int(port),
    log_level="warning",
    access_log=False,
    timeout_keep_alive=120,
)
