"""What templates ask for: the menu, the languages of a page, a telephone link."""

import re
from datetime import date

from django import template
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, ngettext
from wagtail.models import Page, Site

from content.kept import keep
from content.models import HomePage
from content.models.base import readable_from
from content.registry import countries

register = template.Library()


@register.simple_tag(takes_context=True)
def home_page(context: dict) -> HomePage | None:
    """Return the home page in the reader's language, the default language's if there is none."""
    request = context.get("request")
    if request is None:
        return None
    if not hasattr(request, "_clinic_home"):
        # Several parts of a page ask for it: they shall all get the same.
        key = ("home", request.get_host(), get_language())
        request._clinic_home = keep(key, lambda: _find_home(request))
    return request._clinic_home


def _find_home(request: HttpRequest) -> Page | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    home = site.root_page
    if home.locale.language_code != get_language():
        translated = home.localized
        home = translated if translated.live else home
    home.live_children = list(readable_from(home, home.get_children()))
    for page in (home, *home.live_children):
        # Kept with them: to find an address, Wagtail asks which site this is.
        page.address = page.get_url(request)
    return home


@register.simple_tag(takes_context=True)
def menu_pages(context: dict) -> list[Page]:
    """Return the live pages below home that are to be shown in menus."""
    return [page for page in _below_home(context) if page.show_in_menus]


@register.simple_tag(takes_context=True)
def footer_pages(context: dict) -> list[Page]:
    """Return the live pages below home that no menu shows: about us, privacy and so on."""
    return [page for page in _below_home(context) if not page.show_in_menus]


def _below_home(context: dict) -> list[Page]:
    home = home_page(context)
    return home.live_children if home else []


@register.simple_tag(takes_context=True)
def page_languages(context: dict, page: Page | None) -> list[dict]:
    """Return the languages in which a page can be read.

    Each is {code, name, url, is_current}. One language alone gives an empty list: there
    is nothing to switch to.
    """
    if not isinstance(page, Page) or not page.pk:
        return []
    readable = page.get_translations(inclusive=True).live().select_related("locale")
    found = [
        {
            "code": each.locale.language_code,
            "name": _own_name(each.locale.language_code),
            "url": each.get_url(context.get("request")),
            "is_current": each.locale_id == page.locale_id,
        }
        for each in readable
    ]
    return found if len(found) > 1 else []


def _own_name(code: str) -> str:
    """A language's name as those who read it write it: Deutsch."""
    try:
        return get_language_info(code)["name_local"].capitalize()
    except KeyError:
        return code


@register.filter
def telephone_link(number: str) -> str:
    """Return `tel:` and the digits of a telephone number as people write it."""
    return f"tel:{re.sub(r'[^0-9+]', '', number or '')}"


@register.filter
def partial_date(given: str) -> str:
    """Return a register's date in words, as precise as it is: 2021, March 2021, 3 March 2021.

    A text that is none of these forms is returned as it is.
    """
    parts = (given or "").split("-")
    formats = {1: "Y", 2: "F Y", 3: "j F Y"}
    try:
        year, month, day = (int(part) for part in [*parts, "1", "1"][:3])
        return date_format(date(year, month, day), formats[len(parts)])
    except (KeyError, ValueError):
        return given


@register.filter
def country_name(given: str) -> str:
    """Return a country of the register as people say it."""
    return countries.country_name(given or "")


@register.filter
def age(given: str) -> str:
    """Return a register's age in words: "18 Years" becomes "18 years".

    A text of another form is returned as it is.
    """
    number, _, unit = (given or "").partition(" ")
    if number.isdecimal() and unit.lower() in {"year", "years"}:
        return ngettext("%d year", "%d years", int(number)) % int(number)
    return given
