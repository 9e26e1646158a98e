"""Feeds of trial updates, for all trials and for one."""

from datetime import UTC, datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from content.models import TrialIndexPage, TrialPage, TrialUpdatePage

NEWEST = 50


class TrialUpdatesFeed(Feed):
    """The newest updates in the reader's language; one study's own when its number is given."""

    def get_object(self, request: HttpRequest, nct_id: str = "") -> TrialIndexPage | TrialPage:
        """Return the page whose updates are asked for.

        Raises `Http404` when there is no live page for it in this language.
        """
        here = {"locale__language_code": get_language(), "live": True}
        if nct_id:
            return get_object_or_404(TrialPage.objects.public(), nct_id=nct_id.upper(), **here)
        return get_object_or_404(TrialIndexPage.objects.public(), **here)

    def title(self, page: TrialIndexPage | TrialPage) -> str:
        return _("Trial updates: %(title)s") % {"title": page.title}

    def link(self, page: TrialIndexPage | TrialPage) -> str:
        return page.url

    def description(self, page: TrialIndexPage | TrialPage) -> str:
        return page.summary

    def language(self) -> str:
        return get_language()

    def items(self, page: TrialIndexPage | TrialPage) -> list[TrialUpdatePage]:
        return list(TrialUpdatePage.newest_live(page)[:NEWEST])

    def item_title(self, update: TrialUpdatePage) -> str:
        return update.title

    def item_description(self, update: TrialUpdatePage) -> str:
        return update.summary

    def item_link(self, update: TrialUpdatePage) -> str:
        return update.url

    def item_pubdate(self, update: TrialUpdatePage) -> datetime:
        """Its day; an update has no hour."""
        return datetime.combine(update.date, time(), tzinfo=UTC)

    def item_updateddate(self, update: TrialUpdatePage) -> datetime:
        return update.last_published_at


class AtomTrialUpdatesFeed(TrialUpdatesFeed):
    """The same as Atom."""

    feed_type = Atom1Feed
    subtitle = TrialUpdatesFeed.description
