"""Who the staff are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True
    verbose_name = _("Accounts")


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own app for users, with our screen for them."""

    user_viewset = "accounts.user_admin.StaffViewSet"
