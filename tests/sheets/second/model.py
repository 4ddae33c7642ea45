"""A model on this machine, spoken to over real HTTP."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from fsr.sheets.second import Endpoint


class Model:
    """A model on this machine: answers with `says`, after `failures` failures, and remembers what it was asked."""

    def __init__(self) -> None:
        self.says: Any = {}
        self.statuses: list[int] = []
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            def do_POST(self) -> None:
                model.keys.append(self.headers.get("Authorization"))
                model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                status = model.statuses.pop(0) if model.statuses else 200
                self.send_response(status)
                if status in (301, 307):
                    self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                said = model.says if isinstance(model.says, str) else json.dumps(model.says)
                self.wfile.write(json.dumps({"choices": [{"message": {"content": said}}]}).encode())

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def endpoint(self, key: str = "sesame") -> Endpoint:
        """Where it listens."""
        return Endpoint(f"http://127.0.0.1:{self.server.server_port}/v1", "tiny", key, 5.0)


def said(value: object, *lines: int) -> dict[str, Any]:
    """A value with the numbers of the lines that prove it."""
    return {"value": value, "lines": list(lines)}
