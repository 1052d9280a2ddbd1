"""Django finds the backend here by name (`ENGINE` in the settings)."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks a kept connection for a sign of life only where there is reason to doubt it.

    Django sends `SELECT 1` before the first query of every request. A server that stops, restarts or
    throws a connection out closes it, which can be seen without asking: something lies on the line
    although nothing was asked.
    """

    def is_usable(self) -> bool:
        """Whether the connection works; costs a query only after an error or when the server spoke."""
        if self.connection is not None and not self.errors_occurred and not self._server_spoke():
            return True
        return super().is_usable()

    def _server_spoke(self) -> bool:
        if self.connection.closed:
            return True
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return bool(line.poll(0))
