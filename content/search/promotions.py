"""Pages that editors put first for a search (wagtail.contrib.search_promotions)."""

from django.db.models import QuerySet
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from content.search.words import folded


def picks_for(words: list[str], pages: QuerySet[Page]) -> dict[int, str]:
    """Return the ids of the pages picked for these words, in their order, with what to say.

    Only such as are among `pages`: public, published and in the reader's language. No search
    is recorded here, as Wagtail's own template tag would.
    """
    wanted = folded(" ".join(words))
    picks = SearchPromotion.objects.filter(page__in=pages).order_by("sort_order", "pk")
    found = picks.values_list("query__query_string", "page_id", "description")
    return {page_id: text for query, page_id, text in found if folded(query) == wanted}
