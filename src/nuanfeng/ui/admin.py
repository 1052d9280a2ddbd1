"""The registers: Django's admin for reference data, each change recorded like any use case."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse

from nuanfeng.kernel import audit, clock
from nuanfeng.kernel.db import unit_of_work

Row = TypeVar("Row", bound=models.Model)


class RegisterAdmin(admin.ModelAdmin[Row], Generic[Row]):
    """A register of reference data.

    A change is one unit of work, opened before the admin opens its own transaction: the other way
    round, two threads could wait for each other on SQLite. What is changed several rows at a time
    is changed in a page of the office, so there are no actions.
    """

    actions = None
    list_per_page = 50

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form, or change the row and record it in one transaction."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with unit_of_work():
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask, or delete the row and record it in one transaction."""
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with unit_of_work():
            return super().delete_view(request, object_id, extra_context)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Record that a row was added."""
        self._record(request, obj, "add")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Record that a row was changed, and which fields."""
        changed = message if isinstance(message, list) else []
        self._record(request, obj, "change", fields=_fields_of(changed))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Record that a row was deleted."""
        for row in queryset:
            self._record(request, row, "delete")
        return super().log_deletions(request, queryset)

    def _record(self, request: HttpRequest, row: models.Model, verb: str, **details: Any) -> None:
        action = f"{row._meta.app_label}.{verb}_{row._meta.model_name}"
        person: Any = request.user
        audit.record(actor=person, action=action, subject=row, at=clock.now(), details=details)


class PeopleAdmin:
    """A register whose rows name people: who looks is noted, for them to read."""

    def note_look(self, request: HttpRequest, rows: Iterable[Any]) -> None:
        """Told the rows that a page shows; the module that keeps people notes it."""
        raise NotImplementedError

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with a note for whoever stands on it."""
        answer = super().changelist_view(request, extra_context)  # type: ignore[misc]
        if shown := getattr(answer, "context_data", None):
            self.note_look(request, list(shown["cl"].result_list) if "cl" in shown else [])
        return answer

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *rest: Any) -> Any:
        """One row, with a note for whom it names."""
        row = self.get_object(request, object_id) if object_id else None  # type: ignore[attr-defined]
        self.note_look(request, [row] if row else [])
        return super().changeform_view(request, object_id, *rest)  # type: ignore[misc]

    def history_view(self, request: HttpRequest, object_id: str, *rest: Any) -> Any:
        """What was done to a row, with a note for whom it names."""
        row = self.get_object(request, object_id)  # type: ignore[attr-defined]
        self.note_look(request, [row] if row else [])
        return super().history_view(request, object_id, *rest)  # type: ignore[misc]


class ReadOnlyAdmin(RegisterAdmin[Row], Generic[Row]):
    """A register to look things up in; its rows are changed by use cases."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody, here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody, here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody, here."""
        return False


def _fields_of(changes: Iterable[dict[str, Any]]) -> list[str]:
    return sorted(field for change in changes for part in change.values() for field in part.get("fields", []))
