"""Parts of the page editor that Wagtail does not have."""

from functools import partial

from django.db.models import Count, Q
from wagtail.admin.compare import FieldComparison
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel


class FactComparison(FieldComparison):
    """A fact of the register in two versions, in the words that the list of changes uses."""

    def __init__(self, field, obj_a, obj_b):
        super().__init__(field, obj_a, obj_b)
        self.val_a, self.val_b = (str(each.fact_in_words(field.name)) for each in (obj_a, obj_b))


class RegisterFactsPanel(Panel):
    """What the trial register says, in words, for reading only.

    Its facts are compared like any field's when two versions of the page are.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/register_facts.html"

        def is_shown(self) -> bool:
            return bool(self.instance.registry_title or self.instance.status)

        def get_context_data(self, parent_context=None) -> dict:
            changes = self.instance.register_changes.open() if self.instance.pk else []
            return super().get_context_data(parent_context) | {"changes": changes}

        def get_comparison(self) -> list:
            return [partial(FactComparison, field) for field in self.instance.read_only_facts]


class FeedbackPanel(Panel):
    """What readers said of this page: how many it helped, and the latest remarks."""

    LATEST = 10

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/feedback.html"

        def is_shown(self) -> bool:
            may_read = self.request.user.has_perm("content.view_pagefeedback")
            return bool(self.instance.pk and may_read)

        def get_context_data(self, parent_context=None) -> dict:
            answers = self.instance.feedback.all()
            counts = answers.aggregate(
                helped=Count("pk", filter=Q(is_helpful=True)),
                did_not_help=Count("pk", filter=Q(is_helpful=False)),
            )
            remarks = answers.exclude(comment="")[: FeedbackPanel.LATEST]
            return super().get_context_data(parent_context) | counts | {"remarks": remarks}


class ExplainerForm(WagtailAdminPageForm):
    """A page's form that lets a draft be unfinished, and a published page not."""

    def _post_clean(self) -> None:
        # Django's own place for rules of the whole instance: it has the form's values by now.
        super()._post_clean()
        if self.is_deferred_validation or self.errors:
            return
        for field, sentences in self.instance.what_it_lacks().items():
            # In one: the editor of a body shows only the first error of several.
            self.add_error(field, " ".join(map(str, sentences)))
