"""The roles of the clinic as Django groups: one table, applied by `setup_roles`.

Permissions are named by their codenames, so that this app need not know the others.
An Editor sees nothing of enquiries; an Enquiry handler edits no page.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

ADMIN = "wagtailadmin.access_admin"
SNIPPETS = [
    f"content.{verb}_{noun}"
    for noun in ("clinician", "glossaryterm", "recording", "source", "synonyms", "topic")
    for verb in ("add", "change", "delete", "view")
]
# What an import finds new in the trial register: for those who write the pages of trials.
REGISTER_CHANGES = ["content.view_registerchange", "content.change_registerchange"]
# What readers say of a page; deleting is for a remark that names somebody.
FEEDBACK = ["content.view_pagefeedback", "content.delete_pagefeedback"]
# What is searched for, and which pages come first; Wagtail asks for the right to delete a
# query where its picks are deleted.
SEARCHES = [
    "content.view_searchcount",
    *(f"wagtailsearchpromotions.{verb}_searchpromotion" for verb in ("add", "change", "delete")),
    "wagtailsearchpromotions.delete_query",
]
WORDINGS = ["enquiries.view_wording", "enquiries.add_wording"]
HANDLING = ["enquiries.view_enquiry", "enquiries.change_enquiry"]
ROLES: dict[str, list[str]] = {
    "Editor": [ADMIN, *SNIPPETS, *REGISTER_CHANGES, *FEEDBACK, *SEARCHES, *WORDINGS],
    "Clinical reviewer": [ADMIN, "enquiries.view_wording"],
    "Enquiry handler": [ADMIN, *HANDLING],
    "Enquiry lead": [
        ADMIN,
        *HANDLING,
        "enquiries.lead_enquiry",
        "enquiries.export_enquiry",
        "enquiries.view_wording",
        *(f"enquiries.{verb}_replytemplate" for verb in ("add", "change", "view")),
        *(f"enquiries.{verb}_holiday" for verb in ("add", "change", "delete", "view")),
        "enquiries.change_answeringsettings",
    ],
    "Privacy officer": [
        ADMIN,
        "enquiries.erase_enquiry",
        "enquiries.view_enquiryevent",
        "enquiries.view_retentionrun",
        "enquiries.change_retentionpolicy",
        "enquiries.view_wording",
    ],
    "Site manager": [
        ADMIN,
        *SNIPPETS,
        *REGISTER_CHANGES,
        *FEEDBACK,
        *SEARCHES,
        *WORDINGS,
        "content.change_clinicsettings",
        *(f"enquiries.{verb}_enquirytopic" for verb in ("add", "change", "view")),
        *(f"enquiries.{verb}_holiday" for verb in ("add", "change", "delete", "view")),
        "enquiries.change_answeringsettings",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_user",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ],
}
WRITERS = ("Editor", "Site manager")
# Wagtail's own starting groups would be two more names for the same people.
WAGTAILS_OWN = ("Editors", "Moderators")
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
IMAGE_PERMISSIONS = ("add_image", "change_image", "choose_image")


@transaction.atomic
def set_up_roles() -> list[Group]:
    """Make each group and give it exactly its permissions; return the groups.

    Raises `LookupError` for a permission that does not exist: run `migrate` first.
    """
    groups = []
    for name, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(codenames))
        # Whatever somebody added is taken back.
        GroupCollectionPermission.objects.filter(group=group).delete()
        GroupPagePermission.objects.filter(group=group).delete()
        groups.append(group)
        if name in WRITERS:
            _let_write(group)
    Group.objects.filter(name__in=WAGTAILS_OWN, user__isnull=True).delete()
    return groups


def _permissions(codenames: Iterable[str]) -> list[Permission]:
    found = []
    for name in codenames:
        app_label, codename = name.split(".")
        permission = Permission.objects.filter(
            content_type__app_label=app_label, codename=codename
        ).first()
        if permission is None:
            raise LookupError(f"There is no permission {name}.")
        found.append(permission)
    return found


def _let_write(group: Group) -> None:
    """Let a group write and publish every page and use every picture."""
    for root in Page.objects.filter(depth=1):
        for permission in _permissions(f"wagtailcore.{name}" for name in PAGE_PERMISSIONS):
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for root in Collection.objects.filter(depth=1):
        for permission in _image_permissions():
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )


def _image_permissions() -> list[Permission]:
    """Wagtail keeps picture permissions on its own image model, whatever ours is."""
    return list(
        Permission.objects.filter(
            content_type__app_label="wagtailimages", codename__in=IMAGE_PERMISSIONS
        )
    )
