"""Addresses under the names that allauth uses; a page of allauth that is not here is not mounted."""

from allauth.account.views import AccountInactiveView, LogoutView
from django.urls import path

from nuanfeng.modules.people.pages import second_factor, sign_in

urlpatterns = [
    path("login/", sign_in.other_door, name="account_login"),
    path("signup/", sign_in.other_door, name="account_signup"),
    path("login/code/", sign_in.sign_in, name="account_request_login_code"),
    path("login/code/confirm/", sign_in.confirm_code, name="account_confirm_login_code"),
    path("logout/", LogoutView.as_view(template_name="people/sign_out.html"), name="account_logout"),
    path(
        "inactive/",
        AccountInactiveView.as_view(template_name="people/inactive.html"),
        name="account_inactive",
    ),
    path("2fa/", second_factor.ListPage.as_view(), name="mfa_index"),
    path("2fa/authenticate/", second_factor.AuthenticatePage.as_view(), name="mfa_authenticate"),
    path("2fa/again/", second_factor.ReauthenticatePage.as_view(), name="mfa_reauthenticate"),
    path("2fa/app/", second_factor.AddAppPage.as_view(), name="mfa_activate_totp"),
    path("2fa/app/remove/", second_factor.RemoveAppPage.as_view(), name="mfa_deactivate_totp"),
    path("2fa/passkey/", second_factor.AddPasskeyPage.as_view(), name="mfa_add_webauthn"),
    path(
        "2fa/passkey/again/",
        second_factor.ReauthenticatePasskeyPage.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/passkey/<int:pk>/remove/",
        second_factor.RemovePasskeyPage.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("2fa/codes/", second_factor.WrittenCodesPage.as_view(), name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", second_factor.NewWrittenCodesPage.as_view(), name="mfa_generate_recovery_codes"),
]
