"""Takes studies in: drafts and tasks for staff. Nothing is published here.

The clinic's own words are never touched, nor is what readers see: facts go into a new
draft on top of the latest one.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale

from content.models import RegisterChange, TrialIndexPage, TrialPage, TrialRecord
from content.registry_import.studies import Study, Unreadable

LOCK = 0x7472_6961_6C73  # "trials"
LOG_ACTION = "content.take_register_facts"


class Outcome(StrEnum):
    """What became of a study."""

    NEW = "new"
    CHANGED = "changed"
    LEFT = "left"


class Taken(NamedTuple):
    """A study that was taken in: what became of it, and which facts changed."""

    nct_id: str
    outcome: Outcome
    fields: tuple[str, ...] = ()


def take_turns(tell: Callable[[str], None]) -> None:
    """Wait until no other import runs; hold the place until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            tell("Another import is running. Waiting until it is done.")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def take_in(study: Study) -> Taken:
    """Store a record, and make a draft and a task where it says something new.

    Raises `Unreadable` when a study has no page and there is no place for one.
    """
    drafts = _drafts_about(study)
    if drafts:
        changed = [name for draft in drafts for name in _bring_up_to_date(draft, study)]
        outcome = Outcome.CHANGED if changed else Outcome.LEFT
    else:
        _add_page(study)
        changed, outcome = [], Outcome.NEW
    _keep_record(study)
    return Taken(study.nct_id, outcome, tuple(dict.fromkeys(changed)))


def _drafts_about(study: Study) -> list[TrialPage]:
    """Return the latest draft of each page about a study, one in each language.

    A page is known by the study's number. Only where there is none, by an older number.
    """
    number, aliases = study.nct_id, study.facts["nct_aliases"]
    numbers = [number, *aliases]
    pages = TrialPage.objects.filter(
        Q(nct_id__in=numbers)
        | Q(latest_revision__content__nct_id__in=numbers)
        | Q(nct_aliases__contains=[number]),
        alias_of__isnull=True,
    ).order_by("pk")
    drafts = [page.get_latest_revision_as_object() for page in pages]
    return [draft for draft in drafts if draft.nct_id == number] or [
        draft for draft in drafts if number in draft.nct_aliases or draft.nct_id in aliases
    ]


def _bring_up_to_date(draft: TrialPage, study: Study) -> list[str]:
    """Put changed facts into a new revision, with a task; return the names of the facts."""
    facts = dict(study.facts)
    if study.nct_id in draft.nct_aliases:
        # An old copy under a former number: the page keeps the number that it has.
        del facts["nct_id"], facts["nct_aliases"]
    changes = [
        {"field": name, "before": getattr(draft, name), "after": value}
        for name, value in facts.items()
        if getattr(draft, name) != value
    ]
    if not changes:
        return []
    draft.registry_checked_on = study.copied_on
    for change in changes:
        setattr(draft, change["field"], change["after"])
    _save_with_task(draft, changes)
    return [change["field"] for change in changes]


def _add_page(study: Study) -> None:
    """Make a draft page. What the clinic has to say stays empty, so that it asks for it."""
    index = TrialIndexPage.objects.order_by("path").filter(locale=Locale.get_default()).first()
    if index is None:
        raise Unreadable(
            f"{study.nct_id} has no page, and there is no trial index to make one under."
        )
    title = study.facts["registry_title"] or study.nct_id
    page = TrialPage(
        title=title if len(title) <= 255 else f"{title[:254]}…",
        slug=find_available_slug(index, study.nct_id.lower()),
        live=False,
        has_unpublished_changes=True,
        locale=index.locale,
        registry_checked_on=study.copied_on,
        **study.facts,
    )
    index.add_child(instance=page)
    _save_with_task(page, [])


def _save_with_task(draft: TrialPage, changes: list[dict]) -> None:
    # Not cleaned: an editor's unfinished draft may lack what only publishing demands.
    revision = draft.save_revision(clean=False, log_action=LOG_ACTION)
    RegisterChange.objects.create(page_id=draft.pk, revision=revision, changes=changes)


def _keep_record(study: Study) -> None:
    """Keep the record as it is now, once, under the study's present number."""
    TrialRecord.objects.filter(nct_id__in=study.facts["nct_aliases"]).delete()
    TrialRecord.objects.update_or_create(
        nct_id=study.nct_id, defaults={"record": study.record, "fetched_at": timezone.now()}
    )
