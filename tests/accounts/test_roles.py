"""Who may do what."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.models import User
from accounts.roles import ROLES, set_up_roles
from tests.factories import make_home, make_staff, make_treatments


def test_somebody_signs_in_with_the_address_in_capitals(client, db):
    User.objects.create_user("Nora@Example.org", "correct-horse-battery").groups.add(
        set_up_roles()[0]
    )
    response = client.post(
        "/admin/login/", {"username": "NORA@example.ORG", "password": "correct-horse-battery"}
    )
    assert (response.status_code, response.url) == (302, "/admin/")


def test_one_address_belongs_to_one_person_whatever_its_capitals(db):
    User.objects.create_user("nora@example.org")
    with pytest.raises(Exception, match="any_case|unique"):
        User.objects.create(email="NORA@example.org")


def test_a_user_without_an_address_is_refused():
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_setting_up_roles_again_takes_back_what_somebody_added(db):
    set_up_roles()
    editors = Group.objects.get(name="Editor")
    before = set(editors.permissions.all())
    editors.permissions.add(*Group.objects.get(name="Enquiry handler").permissions.all())
    set_up_roles()
    assert set(editors.permissions.all()) == before
    assert Group.objects.filter(name__in=ROLES).count() == len(ROLES)


def test_an_editor_writes_and_publishes(client, db):
    [page] = make_treatments(make_home())
    client.force_login(make_staff("Editor"))
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert page.permissions_for_user(make_staff("Editor")).can_publish()


def test_an_enquiry_handler_edits_no_page(client, db):
    [page] = make_treatments(make_home())
    client.force_login(make_staff("Enquiry handler"))
    assert client.get("/admin/").status_code == 200
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 302


def test_an_editor_changes_no_user_and_no_role(client, db):
    client.force_login(make_staff("Editor"))
    for address in ("/admin/users/", "/admin/groups/", "/admin/settings/content/clinicsettings/"):
        assert client.get(address).status_code == 302, address


def test_who_manages_users_gives_roles_to_others_and_none_to_herself(client, db):
    manager, colleague = make_staff("Site manager"), make_staff("Editor")
    lead = Group.objects.get(name="Enquiry lead")
    client.force_login(manager)
    for user in (manager, colleague):
        address = f"/admin/users/edit/{user.pk}/"
        assert ('name="groups"' in client.get(address).text) is (user == colleague)
        given = {"email": user.email, "first_name": "A", "last_name": "B", "is_active": "on"}
        groups = [str(group.pk) for group in [*user.groups.all(), lead]]
        assert client.post(address, given | {"groups": groups}).status_code == 302
    assert list(manager.groups.values_list("name", flat=True)) == ["Site manager"]
    assert lead in colleague.groups.all()
    assert client.get("/admin/enquiries/").status_code == 302


def test_demo_staff_are_refused_where_their_password_is_not_wanted(db, settings):
    settings.DEMO_STAFF_ALLOWED = False
    with pytest.raises(Exception, match="Refused"):
        call_command("create_demo_staff")
    assert not User.objects.exists()


def test_somebody_who_left_cannot_sign_in(client, db):
    user = make_staff("Editor")
    user.is_active = False
    user.save()
    response = client.post(
        "/admin/login/", {"username": user.email, "password": "correct-horse-battery"}
    )
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_nobody_but_an_administrator_uploads_documents(client, db):
    for group in ROLES:
        client.force_login(make_staff(group))
        for address in ("/admin/documents/", "/admin/documents/add/"):
            assert client.get(address).status_code == 302, (group, address)
