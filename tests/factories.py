"""Real rows for tests: a small site, and people who work on it."""

import itertools

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from accounts.models import User
from accounts.roles import set_up_roles
from content.models import (
    FaqIndexPage,
    FaqPage,
    HomePage,
    Source,
    StandardPage,
    Topic,
    TreatmentIndexPage,
    TreatmentPage,
    TrialIndexPage,
    TrialPage,
    TrialUpdatePage,
)

_numbers = itertools.count(1)


def make_home() -> HomePage:
    """A published home page that is the site's root."""
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="A clinic", slug="test-home", summary="What this site is for.")
    )
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def make_treatments(home: HomePage, count: int = 1) -> list[TreatmentPage]:
    """A treatment index with pages, each with a heading, a text and a statement."""
    index = _index(home, TreatmentIndexPage, "treatments")
    source = make_source()
    pages = []
    for number in range(1, count + 1):
        page = TreatmentPage(
            title=f"Treatment {number}", slug=f"treatment-{number}", summary=f"Answer {number}."
        )
        page.body = [
            ("heading", {"text": "What it is"}),
            ("paragraph", "<p>It is being studied.</p>"),
            (
                "evidence_statement",
                {"claim": "Nobody knows yet.", "label": "theory", "sources": [source]},
            ),
        ]
        pages.append(index.add_child(instance=page))
    return pages


def make_faqs(home: HomePage, count: int = 1, topics: int = 1) -> list[FaqPage]:
    """A question index with questions spread over topics."""
    index = _index(home, FaqIndexPage, "faqs")
    headings = [
        Topic.objects.create(name=f"Topic {n}", slug=f"topic-{n}", locale=Locale.get_default())
        for n in range(1, topics + 1)
    ]
    return [
        index.add_child(
            instance=FaqPage(
                title=f"Question {n}?",
                slug=f"question-{n}",
                topic=headings[n % topics],
                short_answer=f"<p>Short answer {n}.</p>",
            )
        )
        for n in range(1, count + 1)
    ]


def make_trials(home: HomePage, count: int = 1, updates: int = 0, **fields) -> list[TrialPage]:
    """A trial index with trials, each with that many updates."""
    index = _index(home, TrialIndexPage, "trials")
    trials = []
    for number in range(1, count + 1):
        trial = index.add_child(
            instance=TrialPage(
                title=f"Trial {number}",
                slug=f"trial-{number}",
                summary=f"What trial {number} asks.",
                nct_id=f"NCT{number:08}",
                cell_source=TrialPage.CellSource.BONE_MARROW,
                **fields,
            )
        )
        trials.append(trial)
        for position in range(1, updates + 1):
            make_update(trial, position)
    return trials


def make_update(trial: TrialPage, number: int) -> TrialUpdatePage:
    """An update under a trial, dated today."""
    return trial.add_child(
        instance=TrialUpdatePage(
            title=f"Update {number} of {trial.title}",
            slug=f"update-{number}",
            summary="Something is new.",
            date=timezone.localdate(),
        )
    )


def make_standard(home: HomePage, title: str = "About us", slug: str = "about") -> StandardPage:
    """A plain page below home."""
    return home.add_child(instance=StandardPage(title=title, slug=slug, summary="Who we are."))


def make_source() -> Source:
    """A source with a key of its own."""
    return Source.objects.create(
        key=f"T{next(_numbers)}",
        title="A study",
        checked_on=timezone.localdate(),
        locale=Locale.get_default(),
    )


def make_staff(group: str | None = None, **fields) -> User:
    """A member of staff in a role, or a superuser when `group` is None."""
    set_up_roles()
    user = User.objects.create_user(
        f"staff{next(_numbers)}@example.org",
        "correct-horse-battery",
        is_superuser=group is None,
        **fields,
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def _index(home: HomePage, model: type[Page], slug: str) -> Page:
    found = home.get_children().type(model).first()
    if found:
        return found.specific
    return home.add_child(
        instance=model(title=slug.title(), slug=slug, summary="A list.", show_in_menus=True)
    )
