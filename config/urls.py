"""Every address, by module."""

from django.contrib import admin
from django.urls import include, path

from nuanfeng.portal.api import api

handler400 = "nuanfeng.kernel.web.bad_request"
handler403 = "nuanfeng.kernel.web.permission_denied"
handler404 = "nuanfeng.kernel.web.not_found"
handler429 = "nuanfeng.kernel.web.too_many_tries"
handler500 = "nuanfeng.kernel.web.failed"

urlpatterns = [
    # First, because the addresses are tried in turn and a scanner asks most often.
    path("api/v1/", api.urls),
    path("", include("nuanfeng.portal.urls")),
    path("", include("nuanfeng.modules.stations.urls")),
    path("", include("nuanfeng.modules.passes.urls")),
    path("", include("nuanfeng.modules.benefits.urls")),
    path("", include("nuanfeng.modules.bookings.urls")),
    path("", include("nuanfeng.modules.insight.urls")),
    path("", include("nuanfeng.modules.organisations.urls")),
    path("", include("nuanfeng.modules.people.urls")),
    path("", include("nuanfeng.ui.urls")),
    path("accounts/", include("nuanfeng.modules.people.urls.accounts")),
    path("admin/", admin.site.urls),
]
