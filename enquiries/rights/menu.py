"""The menu "Privacy" and the addresses behind it. Each entry only for those who may."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from enquiries.permissions import held_permissions
from enquiries.rights import screens
from enquiries.rights.policy import PolicyView


class PermittedMenuItem(MenuItem):
    """An entry for those who hold a permission of this app."""

    def __init__(self, *args, permission: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request) -> bool:
        return self.permission in held_permissions(request.user)


ENTRIES = [
    (_("A person's data"), "enquiry_rights:person", "user", "erase_enquiry"),
    (_("How long we keep"), "enquiry_retention", "bin", "change_retentionpolicy"),
    (_("Retention runs"), "retention_runs:index", "history", "view_retentionrun"),
    (_("Audit"), "enquiry_audit:index", "list-ul", "view_enquiryevent"),
]


def privacy_menu() -> SubmenuMenuItem:
    items = [
        PermittedMenuItem(
            label,
            reverse_lazy(address),
            name=address.replace(":", "-"),
            icon_name=icon,
            order=order,
            permission=permission,
        )
        for order, (label, address, icon, permission) in enumerate(ENTRIES)
    ]
    return SubmenuMenuItem(
        _("Privacy"), Menu(items=items), name="privacy", icon_name="lock", order=160
    )


def addresses() -> list:
    deeds = [
        path("", screens.PersonView.as_view(), name="person"),
        path("copy/", screens.CopyView.as_view(), name="copy"),
        path("hold/", screens.HoldView.as_view(), name="hold"),
        path("release/", screens.ReleaseView.as_view(), name="release"),
        path("erase/", screens.EraseView.as_view(), name="erase"),
    ]
    return [
        path("persons-data/", include((deeds, "enquiry_rights"))),
        path("retention/", PolicyView.as_view(), name="enquiry_retention"),
    ]
