"""The module as a Django application, and the registers of every module."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _

from nuanfeng.kernel.web import hotline_from


class OrganisationsConfig(AppConfig):
    """The county, its towns, parks and enterprises, and who acts for whom."""

    name = "nuanfeng.modules.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("The county and its organisations")
    default = True

    def ready(self) -> None:
        """Error pages name the county's hotline."""
        from nuanfeng.modules.organisations.queries import hotline

        hotline_from(hotline)


class RegistersConfig(admin_apps.AdminConfig):
    """Django's admin with our own site, so that `admin.register` in any module leads there."""

    default_site = "nuanfeng.modules.organisations.api.registers_site.Registers"
    default = False
