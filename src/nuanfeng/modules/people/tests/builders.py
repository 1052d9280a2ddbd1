"""People, made the way they come: through use cases. And their sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import count
from json import loads
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from nuanfeng.kernel import clock
from nuanfeng.modules.people.models import Person
from nuanfeng.modules.people.usecases import join_network, request_code, try_code

NOON = datetime(2026, 10, 8, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
QIANG = "+8613800138000"
_numbers = count(1)


def a_worker(nickname: str = "阿强", *, phone: str = "", kind_of_work: str = "") -> Person:
    """Someone who proved a number, agreed and joined."""
    phone = phone or f"+86139{next(_numbers):08d}"
    sent, code = request_code(phone=phone, address="", now=NOON)
    assert try_code(code_id=sent.pk, typed=code, now=NOON) is None
    return join_network(phone=phone, nickname=nickname, kind_of_work=kind_of_work, now=NOON)


def signed_in(person: Person, *, with_second_factor: bool = False) -> Client:
    """A browser in which the person is signed in, with the second step proved just now if asked for."""
    client = Client()
    client.force_login(person)
    if with_second_factor:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": clock.now().timestamp()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
    return client


class Gateway:
    """A text-message gateway on this machine that remembers what it was given."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.messages: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.status = 200
        self.speaks_http = True

    def last_code(self) -> str:
        """The code of the last message."""
        return str(self.messages[-1]["values"]["code"])


@contextmanager
def a_gateway() -> Iterator[Gateway]:
    """Run a gateway for as long as the test needs it."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            gateway.tokens.append(self.headers["Authorization"])
            gateway.messages.append(loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if gateway.speaks_http:
                self.send_response(gateway.status)
                self.end_headers()
            else:
                self.wfile.write(b"something else\r\n\r\n")

        def log_message(self, *ignored: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    gateway = Gateway(f"http://127.0.0.1:{server.server_port}/sms")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
