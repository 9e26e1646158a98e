"""What staff keep beside the texts: reply templates, holidays, and when they answer."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, LocaleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from enquiries.actions import renew_due_times
from enquiries.models import AnsweringSettings, Holiday, ReplyTemplate
from enquiries.models.timetable import WEEKDAYS
from enquiries.reply_templates import PLACEHOLDERS, unknown_placeholders


class ReplyTemplateForm(WagtailAdminModelForm):
    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if unknown := unknown_placeholders(text):
            known = ", ".join(f"[{name}]" for name in PLACEHOLDERS)
            raise ValidationError(
                _("There is no placeholder [%(name)s]. There are: %(known)s."),
                params={"name": unknown[0], "known": known},
            )
        return text


class ReplyTemplateViewSet(SnippetViewSet):
    model = ReplyTemplate
    icon = "mail"
    menu_label = gettext_lazy("Reply templates")
    list_display = [
        "title",
        BooleanColumn("is_offered", label=gettext_lazy("Offered")),
        LocaleColumn(label=gettext_lazy("Language")),
    ]
    list_filter = ["is_offered"]
    copy_view_enabled = False
    add_to_settings_menu = True
    panels = [FieldPanel("title"), FieldPanel("text"), FieldPanel("is_offered")]

    def get_form_class(self, for_update: bool = False):
        return type("Form", (ReplyTemplateForm, super().get_form_class(for_update)), {})


class RenewsDueTimes:
    """After a change of the timetable: what waits gets its new time, and one is told how many."""

    def save_instance(self):
        instance = super().save_instance()
        tell_of_renewal(self.request)
        return instance

    def delete_action(self):
        super().delete_action()
        tell_of_renewal(self.request)


class HolidayAddView(RenewsDueTimes, generic.CreateView):
    pass


class HolidayEditView(RenewsDueTimes, generic.EditView):
    pass


class HolidayDeleteView(RenewsDueTimes, generic.DeleteView):
    pass


class HolidayViewSet(ModelViewSet):
    model = Holiday
    icon = "calendar"
    menu_label = gettext_lazy("Holidays")
    name = "enquiry_holidays"
    url_prefix = "enquiry-holidays"
    list_display = ["day", "name"]
    form_fields = ["day", "name"]
    add_to_settings_menu = True
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = HolidayAddView
    edit_view_class = HolidayEditView
    delete_view_class = HolidayDeleteView


class AnsweringForm(WagtailAdminModelForm):
    def clean_digest_to(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["digest_to"].splitlines()]
        lines = [line for line in lines if line]
        for line in lines:
            validate_email(line)
        return "\n".join(lines)

    def clean(self) -> dict:
        given = super().clean()
        if not any(given.get(name) for name in WEEKDAYS):
            raise ValidationError(_("At least one day of the week has to be a working day."))
        return given


def set_up_answering_settings() -> None:
    """Give the settings page its form and its order."""
    AnsweringSettings.base_form_class = AnsweringForm
    AnsweringSettings.panels = [
        FieldPanel("answer_within_days"),
        MultiFieldPanel(
            [FieldPanel(name) for name in WEEKDAYS], heading=gettext_lazy("Working days")
        ),
        FieldPanel("digest_to"),
    ]


def after_edit_setting(request, instance) -> None:
    """Wagtail calls it when settings were saved."""
    if isinstance(instance, AnsweringSettings):
        tell_of_renewal(request)
        messages.info(
            request,
            _(
                "Texts of the form that hold [working days] say the new time now. Texts that name "
                "a time in words do not: look them up under Settings, Form wordings."
            ),
        )


def tell_of_renewal(request) -> None:
    number = renew_due_times()
    text = ngettext(
        "%(number)d enquiry is due at another time now.",
        "%(number)d enquiries are due at another time now.",
        number,
    )
    messages.info(request, text % {"number": number})
