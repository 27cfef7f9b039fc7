"""GraphQL over HTTP: ``POST /graphql`` to whoever may ask, and ``GET /livez`` to all."""

import json
import math
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .execute import Context
from .refusal import Refusal, StartupError

# A list of references is long: 1,000 of them with a key of 60 characters take 100 kB.
BODY_LIMIT_BYTES = 4 * 1024 * 1024

JSON_TYPE = "application/json; charset=utf-8"

# Of subscriptions (GraphQL over SSE). This province offers none, and says so in the form that is asked for.
EVENT_STREAM = "text/event-stream"

DEADLINE_HEADER = "x-tongban-deadline-ms"

MESSAGES = {
    "BAD_REQUEST": "The HTTP request is not a GraphQL request.",
    "BODY_TOO_LARGE": "The request body is too large.",
    "METHOD_NOT_ALLOWED": "GraphQL requests are posted to /graphql as JSON.",
    "UNSUPPORTED_MEDIA_TYPE": "The body must be JSON, sent with content-type application/json.",
}


class ProvinceServer(ThreadingHTTPServer):
    """Answers for one province, each connection in a thread of its own."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, place, province, database, executor, passports):
        self.province = province
        self.database = database
        self.executor = executor
        self.passports = passports
        try:
            super().__init__(place, Handler)
        except OSError as error:
            host, port = place
            raise StartupError(
                f"{province} cannot listen on {host}:{port} ({error.strerror}). Stop what holds the port, or take another."
            ) from None

    def handle_error(self, request, client_address):
        """A client that hangs up in the middle is nothing to report."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """One connection of a gateway, over which requests come one after the other."""

    protocol_version = "HTTP/1.1"
    server_version = "province"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024  # head and body leave together; flushed after each request
    timeout = 75  # seconds for which a connection is kept that nobody uses
    _is_body_read = False

    def do_GET(self):
        """Whether the province is there, which needs no passport."""
        if self.path == "/livez":
            self._send(200, {"status": "live", "name": self.server.province})
        elif self._path() == "/graphql":
            self._refuse(405, "METHOD_NOT_ALLOWED", {"allow": "POST"})
        else:
            self._refuse(404, "BAD_REQUEST")

    def do_POST(self):
        """One operation of GraphQL."""
        caller = None
        try:
            # Before the body is read: whoever may not ask shall not make the process read megabytes.
            if self.server.passports is not None:
                caller = self.server.passports.check(self.headers.get_all("x-tongban-passport", []))
        except Refusal as refusal:
            self._refuse(401, refusal.code, {"www-authenticate": "Tongban-Passport"}, refusal.message)
            return
        if self._path() != "/graphql":
            self._refuse(404, "BAD_REQUEST")
            return
        request = self._read_request()
        if request is not None:
            context = Context(self.server.province, self.server.database, caller, self._ends_at())
            answer = self.server.executor.run(request, context)
            if self.headers.get("accept") == EVENT_STREAM:
                self._send_events(answer)
            else:
                self._send(200, answer)

    def _path(self):
        return self.path.partition("?")[0]

    def _read_request(self):
        """The request, or None when it has been refused."""
        if self.headers.get_content_type() != "application/json":
            self._refuse(415, "UNSUPPORTED_MEDIA_TYPE")
            return None
        length = self.headers.get("content-length", "")
        if "transfer-encoding" in self.headers or not (length.isascii() and length.isdecimal()):
            self._refuse(411, "BAD_REQUEST")
            return None
        if int(length) > BODY_LIMIT_BYTES:
            self._refuse(413, "BODY_TOO_LARGE")
            return None
        self._is_body_read = True
        try:
            request = json.loads(self.rfile.read(int(length)).decode("utf-8"))
        except (ValueError, RecursionError):
            request = None
        if not _is_request(request):
            self._refuse(400, "BAD_REQUEST")
            return None
        return request

    def _ends_at(self):
        try:
            remaining_ms = float(self.headers.get(DEADLINE_HEADER, "nan"))
        except ValueError:
            return None
        return time.monotonic() + remaining_ms / 1000 if math.isfinite(remaining_ms) else None

    def _refuse(self, status, code, headers=None, message=None):
        # A body that was not read would be taken for the next request.
        if not self._is_body_read and self.command != "GET":
            self.close_connection = True
            headers = {**(headers or {}), "connection": "close"}
        error = {"message": message or MESSAGES[code], "extensions": {"code": code}}
        self._send(status, {"errors": [error]}, headers)

    def _send(self, status, answer, headers=None):
        self._send_body(status, JSON_TYPE, _to_json(answer), headers)

    def _send_events(self, answer):
        events = b"event: next\ndata: " + _to_json(answer) + b"\n\nevent: complete\ndata: \n\n"
        self._send_body(200, f"{EVENT_STREAM}; charset=utf-8", events, {"cache-control": "no-store"})

    def _send_body(self, status, media_type, body, headers):
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self._is_body_read = False

    def send_error(self, code, message=None, explain=None):
        """What the library refuses by itself is refused as JSON too; nothing that was sent is quoted."""
        self.close_connection = True
        self.command = getattr(self, "command", None)
        if code == 501:
            self._send(405, {"errors": [_method_error()]}, {"allow": "POST", "connection": "close"})
        else:
            error = {"message": MESSAGES["BAD_REQUEST"], "extensions": {"code": "BAD_REQUEST"}}
            self._send(code, {"errors": [error]}, {"connection": "close"})

    def log_message(self, format, *args):
        """Says nothing of requests, which may hold what is personal."""


def _to_json(answer):
    # A lone surrogate, which JSON can carry, cannot be written as UTF-8.
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _method_error():
    return {"message": MESSAGES["METHOD_NOT_ALLOWED"], "extensions": {"code": "METHOD_NOT_ALLOWED"}}


def _is_request(request):
    return (
        isinstance(request, dict)
        and isinstance(request.get("query"), str)
        and isinstance(request.get("variables"), (dict, type(None)))
        and isinstance(request.get("operationName"), (str, type(None)))
    )
