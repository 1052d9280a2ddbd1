"""Persons: a phone number and a nickname, nothing else. And the codes by which they sign in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from nuanfeng.kernel.ids import new_id
from nuanfeng.kernel.secrets import decrypt, encrypt, keyed_digest

PHONE = "phone"


def digest_of_phone(phone: str) -> str:
    """The keyed digest under which a phone number (E.164, `+8613…`) is found."""
    return keyed_digest(phone, purpose=PHONE)


class PersonManager(BaseUserManager["Person"]):
    """Finds persons for Django's sign-in."""

    def with_phone(self, phone: str) -> "Person | None":
        """The person who signs in with this number (E.164), if there is one."""
        return self.filter(phone_digest=digest_of_phone(phone)).first()


class Person(AbstractBaseUser):
    """Someone who uses the network. Personal: phone (encrypted), nickname, kind of work.

    A person without a phone is the unnamed bearer of a love card. `agreed_at` is when the person
    agreed to what is kept; a person whom the office registered has not been asked.
    """

    phone_encrypted = models.CharField(max_length=200, blank=True)
    phone_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    nickname = models.CharField(max_length=20, blank=True)
    kind_of_work = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_superuser = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name_plural = "persons"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(phone_digest__isnull=True, phone_encrypted="", nickname="", is_active=False),
                name="erased_person_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(phone_digest__isnull=True, phone_encrypted="")
                | (Q(phone_digest__isnull=False) & ~Q(phone_encrypted="")),
                name="phone_and_its_digest_together",
            ),
        ]

    def __str__(self) -> str:
        return self.nickname or f"#{self.pk}"

    @property
    def phone(self) -> str:
        """The number in E.164, decrypted; empty where there is none."""
        return decrypt(self.phone_encrypted, purpose=PHONE) if self.phone_encrypted else ""

    @phone.setter
    def phone(self, number: str) -> None:
        self.phone_encrypted = encrypt(number, purpose=PHONE) if number else ""
        self.phone_digest = digest_of_phone(number) if number else None

    def get_username(self) -> str:
        """What Django shows for a user: never the phone number."""
        return str(self)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Registers in the admin are open to those who were made staff."""
        return self.is_active and self.is_staff

    def has_perms(self, perm_list: list[str], obj: Any = None) -> bool:
        """As `has_perm`."""
        return self.has_perm("", obj)

    def has_module_perms(self, app_label: str) -> bool:
        """As `has_perm`."""
        return self.has_perm(app_label)


class SignInCode(models.Model):
    """A code that was sent to a number. Personal: digests of the number and of the network address.

    The code itself is never kept. The rows of a number are also the count against its limits, and
    `ordinal` lets the database refuse a second code in the same moment.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    phone_digest = models.CharField(max_length=64)
    ordinal = models.PositiveIntegerField()
    address_digest = models.CharField(max_length=64, blank=True)
    code_digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phone_digest", "ordinal"], name="sign_in_code_one_at_a_time"),
            models.CheckConstraint(condition=Q(tries__lte=5), name="sign_in_code_tried_five_times"),
        ]
        indexes = [models.Index(fields=["address_digest", "sent_at"], name="sign_in_code_by_address")]
