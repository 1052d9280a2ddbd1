"""A kept PostgreSQL connection: not asked for a sign of life at every request, and replaced when it died."""

import psycopg
import pytest
from django.db import close_old_connections, connection

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no connection to lose"),
]


def server_process():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def throw_out(process):
    """As a stopped server does to everybody, waiting until it is done."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def test_a_new_request_after_the_server_closed_the_line_gets_a_new_line():
    before = server_process()
    throw_out(before)
    close_old_connections()  # as Django does when a request begins
    assert server_process() != before


def test_a_living_line_is_kept_and_not_asked():
    before = server_process()
    close_old_connections()
    with connection.connection.cursor() as cursor:
        # A transaction that has failed answers every question with an error, SELECT 1 as well.
        cursor.execute("BEGIN")
        with pytest.raises(psycopg.errors.DivisionByZero):
            cursor.execute("SELECT 1/0")
        assert connection.is_usable()
        cursor.execute("ROLLBACK")
    assert server_process() == before


def test_a_line_on_which_an_error_was_seen_is_asked():
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute("BEGIN")
        with pytest.raises(psycopg.errors.DivisionByZero):
            cursor.execute("SELECT 1/0")
        connection.errors_occurred = True
        assert not connection.is_usable()
        cursor.execute("ROLLBACK")
