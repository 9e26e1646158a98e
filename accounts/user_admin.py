"""Users in the Wagtail admin: whoever manages them gives no role to herself."""

from wagtail.users.forms import UserEditForm
from wagtail.users.views.users import UserViewSet


class StaffEditForm(UserEditForm):
    """One's own roles are somebody else's to give: a role is what opens enquiries."""

    def __init__(self, *args, editing_self: bool = False, **kwargs):
        super().__init__(*args, editing_self=editing_self, **kwargs)
        if editing_self:
            del self.fields["groups"]


class StaffViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type:
        return StaffEditForm if for_update else super().get_form_class(for_update)
