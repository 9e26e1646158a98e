"""House rules about pages and blocks, as Django system checks."""

from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from wagtail.models import Page, TranslatableMixin, get_page_models
from wagtail.snippets.models import get_snippet_models

from content.blocks import BODY_BLOCKS, DOORS
from content.models import BasePage


@register(Tags.models)
def check_page_types(**kwargs) -> list[CheckMessage]:
    """Each page type is a `BasePage`, says where it may stand, and has its template."""
    problems = []
    for model in get_page_models():
        if model._meta.app_label != "content":
            continue
        if not issubclass(model, BasePage):
            problems.append(Error("A page type must be a BasePage.", obj=model, id="content.E001"))
        for rule in ("parent_page_types", "subpage_types"):
            if rule not in vars(model):
                problems.append(
                    Error(
                        f"{model.__name__} does not say its {rule}.",
                        hint="Without it the tree can be built wrong.",
                        obj=model,
                        id="content.E002",
                    )
                )
        problems += _template_problems(model.template, model, "content.E003")
    return problems


@register(Tags.templates)
def check_blocks(**kwargs) -> list[CheckMessage]:
    """Each block has a description, a preview or own reason, a template and a stylesheet."""
    problems = []
    for name, block in [*BODY_BLOCKS, *DOORS]:
        if not getattr(block.meta, "description", ""):
            problems.append(
                Error(f"The block {name} has no description.", obj=block, id="content.E004")
            )
        if not hasattr(block.meta, "preview_value"):
            problems.append(
                Error(f"The block {name} has no preview.", obj=block, id="content.E005")
            )
        problems += _template_problems(f"blocks/{name}.html", block, "content.E006")
        sheet = Path(settings.BASE_DIR, f"static/css/components/{name.replace('_', '-')}.css")
        if not sheet.exists():
            problems.append(
                Error(f"The block {name} has no stylesheet.", obj=block, id="content.E007")
            )
    return problems


@register(Tags.models)
def check_snippets_are_translatable(**kwargs) -> list[CheckMessage]:
    """Each snippet can be translated, so that a new language needs no migration."""
    return [
        Error(f"The snippet {model.__name__} cannot be translated.", obj=model, id="content.E008")
        for model in get_snippet_models()
        if not issubclass(model, (TranslatableMixin, Page))
    ]


def _template_problems(name: str, obj: object, check_id: str) -> list[CheckMessage]:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return [Error(f"The template {name} is missing.", obj=obj, id=check_id)]
    return []
