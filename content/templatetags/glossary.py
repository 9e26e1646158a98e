"""{% explain_terms %} … {% endexplain_terms %}: words explained where they stand."""

from django import template
from django.template.loader import get_template
from wagtail.models import Page

from content.glossary import Terms, explain_terms
from content.models import GlossaryPage, GlossaryTerm
from content.templatetags.reading import unique_id

register = template.Library()


@register.tag("explain_terms")
def explain_terms_tag(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """Explain the first mention of each glossary term in the HTML between the tags.

    Nothing is explained where the language has no glossary page to lead to.
    """
    inside = parser.parse(("endexplain_terms",))
    parser.delete_first_token()
    return ExplainTermsNode(inside)


class ExplainTermsNode(template.Node):
    """The HTML between the tags, with its terms explained."""

    def __init__(self, inside: template.NodeList):
        self.inside = inside

    def render(self, context: template.Context) -> str:
        html = self.inside.render(context)
        page, request = context.get("page"), context.get("request")
        glossary = _glossary(page) if isinstance(page, Page) else None
        if glossary is None or glossary.pk == page.pk:
            return html
        address = glossary.get_url(request)
        explanation = get_template("components/glossary_term.html")

        def explain(term: GlossaryTerm, word: str) -> str:
            words = {"term": term, "word": word, "glossary_url": address}
            return explanation.render({**words, "id": unique_id(context, "explained")}).strip()

        terms = Terms(GlossaryTerm.objects.filter(locale=page.locale_id))
        return explain_terms(html, terms, explain, known=page.title)


def _glossary(page: Page) -> GlossaryPage | None:
    return GlossaryPage.objects.live().filter(locale=page.locale_id).first()
