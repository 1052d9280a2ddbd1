"""Addresses of this module's own pages; `accounts` holds those that allauth knows by name."""

from django.urls import path

from nuanfeng.modules.people.pages import profile, second_factor, sign_in

app_name = "people"
urlpatterns = [
    path("me/profile/", profile.profile, name="profile"),
    path("accounts/welcome/", sign_in.welcome, name="welcome"),
    path("accounts/declined/", sign_in.declined, name="declined"),
    path("accounts/2fa/start/", second_factor.start_second_factor, name="start_second_factor"),
]
