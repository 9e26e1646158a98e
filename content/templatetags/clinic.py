"""What templates ask for: the menu, the languages of a page, a telephone link."""

import re

from django import template
from django.conf import settings
from wagtail.models import Page, Site

from content.models import HomePage

register = template.Library()


@register.simple_tag(takes_context=True)
def home_page(context: dict) -> HomePage | None:
    """Return the home page in the reader's language, the default language's if there is none."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return None
    home = site.root_page.localized
    return home if home.live else site.root_page


@register.simple_tag(takes_context=True)
def menu_pages(context: dict) -> list[Page]:
    """Return the live pages below home that are to be shown in menus."""
    home = home_page(context)
    return list(home.get_children().live().in_menu()) if home else []


@register.simple_tag(takes_context=True)
def page_languages(context: dict, page: Page | None) -> list[dict]:
    """Return the languages in which a page can be read.

    Each is {code, name, url, is_current}. One language alone gives an empty list: there
    is nothing to switch to.
    """
    if not isinstance(page, Page) or not page.pk:
        return []
    names = dict(settings.LANGUAGES)
    readable = page.get_translations(inclusive=True).live().select_related("locale")
    found = [
        {
            "code": each.locale.language_code,
            "name": names.get(each.locale.language_code, each.locale.language_code),
            "url": each.get_url(context.get("request")),
            "is_current": each.locale_id == page.locale_id,
        }
        for each in readable
    ]
    return found if len(found) > 1 else []


@register.filter
def telephone_link(number: str) -> str:
    """Return `tel:` and the digits of a telephone number as people write it."""
    return f"tel:{re.sub(r'[^0-9+]', '', number or '')}"
