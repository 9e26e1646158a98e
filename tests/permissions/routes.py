"""Every address of the site, as its resolver has them, filled in with real objects."""

import re
from collections.abc import Iterator

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

PARAMETER = re.compile(r"<(?:[a-z]+:)?(\w+)>")
# Routes that are regular expressions, each with an address that it matches.
SAMPLES = {
    r"admin/pages/^(?P<pk>\d+)/revisions/compare/"
    r"(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$": (
        "admin/pages/{page}/revisions/compare/earliest...latest/"
    ),
    r"admin/^.*/$": "admin/no-such-address/",
    r"^(?P<path>[\w-]+(?:/[\w-]+)*)\.md$": "treatments/treatment-1.md",
    r"^((?:[\w\-]+/)*)$": "treatments/",
}
# Which object a parameter means, by the beginning of the route and its name; first match wins.
MEANINGS = [
    (r"admin/pages/add/", "content_type_app_name", "app"),
    (r"admin/pages/", "content_type_model_name", "page_model"),
    (r"admin/pages/", "content_type_app_name", "app"),
    (r"admin/pages/create/", "app_label", "app"),
    (r"admin/pages/create/", "model_name", "page_model"),
    (r"admin/pages/workflow/", "action_name", "word"),
    (r"admin/pages/", "(parent_page_id|page_id|page_to_move_id)", "page"),
    (r"admin/pages/", "destination_id", "index"),
    (r"admin/pages/", "revision_id", "revision"),
    (r"admin/(pages|workflows)/", "(task_id|task_state_id|workflow_state_id|workflow_pk)", "none"),
    (r"admin/workflows/", "page_pk", "page"),
    (r"admin/workflows/", "pk", "none"),
    (r"admin/workflows/", "app_label", "word"),
    (r"admin/workflows/", "model_name", "word"),
    (r"admin/choose-page/", "parent_page_id", "index"),
    (r"admin/api/main/\^pages/", "pk", "page"),
    (r"admin/api/main/\^images/", "pk", "image"),
    (r"admin/api/main/\^documents/", "pk", "none"),
    (r"admin/api/", "action_name", "word"),
    (r"admin/collections/", "(pk|collection_id)", "collection"),
    (r"admin/bulk/", "app_label", "wagtailcore"),
    (r"admin/bulk/", "model_name", "word_page"),
    (r"admin/bulk/", "action", "word_delete"),
    (r"admin/editing-sessions/ping/", "app_label", "wagtailcore"),
    (r"admin/editing-sessions/ping/", "model_name", "word_page"),
    (r"admin/editing-sessions/ping/", "object_id", "page"),
    (r"admin/editing-sessions/", "session_id", "none"),
    (r"admin/tag-autocomplete/", "app_name", "word"),
    (r"admin/tag-autocomplete/", "model_name", "word"),
    (r"admin/documents/", "(document_id|doc_id|uploaded_file_id|pk)", "none"),
    (r"admin/images/", "uploaded_file_id", "none"),
    (r"admin/images/", "(image_id|pk)", "image"),
    (r"admin/images/", "filter_spec", "filter"),
    (r"admin/redirects/", "redirect_id", "redirect"),
    (r"admin/searchpicks/", "query_id", "none"),
    (r"admin/settings/", "app_name", "app"),
    (r"admin/settings/", "model_name", "settings_model"),
    (r"admin/settings/", "pk", "site"),
    (r"admin/translation/submit/page/", "page_id", "page"),
    (r"admin/translation/submit/snippet/", "app_label", "app"),
    (r"admin/translation/submit/snippet/", "model_name", "word_source"),
    (r"admin/translation/submit/snippet/", "pk", "source"),
    (r"admin/snippets/(choose/)?content/source/", "pk", "source"),
    (r"admin/snippets/(choose/)?content/glossaryterm/", "pk", "glossaryterm"),
    (r"admin/snippets/(choose/)?content/clinician/", "pk", "clinician"),
    (r"admin/snippets/(choose/)?content/", "pk", "none"),
    (r"admin/snippets/(choose/)?enquiries/enquirytopic/", "pk", "topic"),
    (r"admin/snippets/(choose/)?enquiries/replytemplate/", "pk", "template"),
    (r"admin/register-changes/", "pk", "none"),
    (r"admin/reports/page-feedback/", "pk", "none"),
    (r"admin/enquiry-holidays/", "pk", "holiday"),
    (r"admin/enquiry-wordings/", "purpose", "purpose"),
    (r"admin/enquiry-wordings/", "language", "language"),
    (r"admin/enquiries/", "pk", "enquiry"),
    (r"admin/enquiries/", "delivery", "delivery"),
    (r"admin/locales/", "pk", "locale"),
    (r"admin/sites/", "pk", "site"),
    (r"admin/users/", "pk", "user"),
    (r"admin/groups/", "pk", "group"),
    (r"admin/password_reset/", "(uidb64|token)", "word"),
    (r"share/", "pk", "page"),
    (r"share/", "digest", "word"),
    (r"enquire/", "token", "token"),
    (r"feedback/", "page_id", "page"),
    (r"feedback/", "token", "word"),
    (r"feeds/", "nct_id", "nct_id"),
    (r"_util/", "(page_view_restriction_id|page_id)", "none"),
]


def routes() -> list[str]:
    """Return the text of every route, sorted, each once."""
    return sorted(set(_walk(get_resolver())))


def address_of(route: str, objects: dict[str, object]) -> str:
    """Return an address of a route. Fails with what to add where a parameter is not known."""
    if route in SAMPLES:
        return "/" + SAMPLES[route].format(**objects)

    def fill(found: re.Match) -> str:
        return str(objects[_meaning(route, found[1])])

    return "/" + PARAMETER.sub(fill, route).replace("^", "")


def _meaning(route: str, name: str) -> str:
    for begins, names, meaning in MEANINGS:
        if re.match(begins, route) and re.fullmatch(names, name):
            return meaning
    raise AssertionError(
        f"Nobody has said what <{name}> of the route {route} means: add it to MEANINGS in "
        "tests/permissions/routes.py."
    )


def _walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        text = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each, text)
        else:
            yield text
