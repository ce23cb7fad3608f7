"""A relay on this machine that serves recorded rounds of drand quicknet, honestly or not."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

VECTORS = Path(__file__).parents[1] / "vectors" / "drand.json"


@cache
def rounds() -> Mapping[int, str]:
    """Real rounds of quicknet that were recorded: number → signature."""
    return {one["round"]: one["signature"] for one in json.loads(VECTORS.read_text("utf-8"))["rounds"]}


class _Handler(BaseHTTPRequestHandler):
    answers: Mapping[int, bytes]
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        number = int(self.path.rsplit("/", 1)[1])
        body = self.answers.get(number)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


def honest(number: int) -> bytes:
    """What a relay says of a recorded round."""
    return json.dumps({"round": number, "randomness": "", "signature": rounds()[number]}).encode()


@contextmanager
def relay(answers: Mapping[int, bytes] | None = None) -> Iterator[tuple[str, list[str]]]:
    """Run a relay; yields its address and the list of paths it was asked for."""
    asked: list[str] = []
    served = {number: honest(number) for number in rounds()} if answers is None else answers
    handler = type("Handler", (_Handler,), {"answers": served, "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
