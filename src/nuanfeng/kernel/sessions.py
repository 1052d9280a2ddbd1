"""Sessions that lie encrypted in the database: they hold a sign-in code for ten minutes."""

import json
from typing import Any

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from nuanfeng.kernel.secrets import decrypt, encrypt


class SessionStore(DatabaseSessions):
    """Django's database sessions with their content encrypted."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Encrypt what is kept."""
        return encrypt(json.dumps(session_dict), purpose="sessions")

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What was kept, or an empty session where it cannot be read."""
        text = session_data.decode() if isinstance(session_data, bytes) else session_data
        try:
            content: dict[str, Any] = json.loads(decrypt(text, purpose="sessions"))
        except (InvalidToken, ValueError):
            return {}
        return content
