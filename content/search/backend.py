"""Wagtail's search index, with each page's words stemmed in the page's own language."""

from collections import defaultdict
from copy import copy

from django.conf import settings
from django.utils import translation
from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

from content.search.languages import search_config


class LanguageIndex(PostgresIndex):
    """Wagtail's index has one configuration for all; this one has one a language."""

    def add_items(self, model, objs) -> None:
        """Write the index entries of pages and snippets, language by language."""
        groups = defaultdict(list)
        for each in objs:
            groups[_language_of(each)].append(each)
        for language, group in groups.items():
            backend = copy(self.backend)
            backend.config = search_config(language)
            # The words of a choice and of a part's heading are those of the page's language.
            with translation.override(language):
                PostgresIndex(backend).add_items(model, group)


class SearchBackend(PostgresSearchBackend):
    """What `WAGTAILSEARCH_BACKENDS` names."""

    index_class = LanguageIndex


def _language_of(each) -> str:
    locale = getattr(each, "locale", None)
    return locale.language_code if locale else settings.LANGUAGE_CODE
