"""Who speaks: a station's scanner by its key, or its staff by their session."""

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from nuanfeng.modules.passes.api import Scanner, scanner_from_bearer
from nuanfeng.modules.people.api import Person


class ScannerKey(HttpBearer):
    """`Authorization: Bearer <key>`: one query, no session, no cookie."""

    def authenticate(self, request: HttpRequest, token: str) -> Scanner | None:
        """The scanner whose key it is."""
        return scanner_from_bearer(token)


class StaffSession(SessionAuth):
    """A signed-in person's cookie, with the CSRF number in `X-CSRFToken` for everything that writes."""

    def __call__(self, request: HttpRequest) -> Person | None:
        """Nobody where there is no cookie: only a session can be ridden on, so only it is checked."""
        if self.param_name not in request.COOKIES:
            return None
        person: Person | None = super().__call__(request)
        return person


SENDERS = [ScannerKey(), StaffSession()]
