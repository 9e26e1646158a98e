"""What a page says in schema.org's words stands on the page, for each kind of page."""

import json
from datetime import timedelta
from itertools import chain, groupby

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Page

from content.models import BodyPage, Clinician, ClinicSettings, PeoplePage, TreatmentPage
from tests.factories import (
    make_faqs,
    make_home,
    make_standard,
    make_treatments,
    make_trials,
    make_update,
)

# What is said by an address or by schema.org's own word, and checked by name below.
ADDRESSES = {"@id", "@type", "url", "item"}
WORDS = {"status", "trialDesign", "legalStatus", "position"}
DATES = {"lastReviewed", "dateModified"}


def read(client, address: str) -> tuple[BeautifulSoup, dict]:
    """The page, and its nodes by their types."""
    response = client.get(address)
    html = BeautifulSoup(response.content, "html.parser")
    [element] = html.find_all("script", type="application/ld+json")
    data = json.loads(element.string)
    assert data["@context"] == "https://schema.org"
    return html, {node["@type"]: node for node in data["@graph"]}


def leaves(value, name: str = ""):
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, name)
    else:
        yield name, value


def not_visible(html: BeautifulSoup, nodes: dict) -> list[tuple[str, str]]:
    """What is said and not shown: texts that the page lacks, days that no `time` has."""
    text = plain(html.body.get_text(" "))
    days = {element["datetime"] for element in html.body.find_all("time")}
    unseen = []
    for name, value in leaves(list(nodes.values())):
        if name in DATES:
            is_shown = value in days
        elif name == "inLanguage":
            is_shown = value == html.html["lang"]
        else:
            is_shown = name in ADDRESSES | WORDS or plain(str(value)) in text
        if not is_shown:
            unseen.append((name, value))
    return unseen


def check_that_it_is_visible(html: BeautifulSoup, nodes: dict) -> None:
    assert not_visible(html, nodes) == []


def plain(text: str) -> str:
    """Letters and digits alone: marks and spaces fall differently in HTML."""
    return "".join(char for char in text.casefold() if char.isalnum())


def checked(page) -> BodyPage:
    """A page that somebody wrote and somebody reviewed."""
    locale = Locale.get_default()
    page.author = Clinician.objects.create(
        name="Wren Sample", slug="wren", role="Editor (invented)", locale=locale
    )
    page.reviewer = Clinician.objects.create(
        name="Isla Placeholder",
        slug="isla",
        role="Reviewer (invented)",
        credentials="not a real doctor",
        locale=locale,
    )
    page.reviewed_on = timezone.localdate() - timedelta(days=3)
    page.save_revision().publish()
    return page


def test_an_explainer_says_who_reviewed_it_and_when(client, db):
    page = checked(make_treatments(make_home())[0])
    html, nodes = read(client, page.url)
    check_that_it_is_visible(html, nodes)
    node = nodes["MedicalWebPage"]
    assert node["url"] == page.full_url
    assert node["lastReviewed"] == page.reviewed_on.isoformat()
    assert node["dateModified"] == timezone.localdate().isoformat()
    assert node["reviewedBy"] == {
        "@type": "Person",
        "name": "Isla Placeholder",
        "jobTitle": "Reviewer (invented)",
        "description": "not a real doctor",
    }
    assert node["author"] == {
        "@type": "Person",
        "name": "Wren Sample",
        "jobTitle": "Editor (invented)",
    }
    assert node["audience"] == {"@type": "Patient"}
    assert (node["inLanguage"], node["description"]) == ("en", "Answer 1.")


@pytest.mark.parametrize("lacks", ["reviewer", "reviewed_on"])
def test_a_page_that_nobody_has_reviewed_claims_no_review(client, db, lacks):
    page = checked(make_treatments(make_home())[0])
    setattr(page, lacks, None)
    page.save_revision().publish()
    _html, nodes = read(client, page.url)
    assert not {"lastReviewed", "reviewedBy"} & set(nodes["MedicalWebPage"])


def test_an_experimental_treatment_is_called_investigational(client, db):
    [page] = make_treatments(make_home())
    page.about = TreatmentPage.About.THERAPY
    page.save_revision().publish()
    html, nodes = read(client, page.url)
    check_that_it_is_visible(html, nodes)
    assert nodes["MedicalWebPage"]["about"] == {
        "@type": "MedicalTherapy",
        "name": "Stem cell therapy for POI",
        "legalStatus": "Investigational",
    }
    assert "Experimental" in html.main.get_text()
    page.status = TreatmentPage.Status.STANDARD_CARE
    page.save_revision().publish()
    html, nodes = read(client, page.url)
    assert nodes["MedicalWebPage"]["about"] == {"@type": "MedicalTherapy", "name": "Treatment 1"}
    assert "Investigational" not in str(nodes)


def test_the_condition_goes_by_the_names_that_the_page_uses(client, db):
    [page] = make_treatments(make_home())
    page.about = TreatmentPage.About.CONDITION
    page.status = TreatmentPage.Status.INFORMATION
    page.title = "What is POI?"
    page.body.append(("paragraph", "<p>Premature ovarian insufficiency (POI) is common.</p>"))
    page.save_revision().publish()
    html, nodes = read(client, page.url)
    check_that_it_is_visible(html, nodes)
    assert nodes["MedicalWebPage"]["about"] == {
        "@type": "MedicalCondition",
        "name": "premature ovarian insufficiency",
        "alternateName": ["POI"],
    }


def test_a_page_about_something_else_is_about_nothing_medical(client, db):
    [page] = make_treatments(make_home())
    assert "about" not in read(client, page.url)[1]["MedicalWebPage"]


def test_a_trial_says_what_the_register_says(client, db):
    [trial] = make_trials(
        make_home(),
        status="ACTIVE_NOT_RECRUITING",
        sponsor_name="A hospital",
        sponsor_class="OTHER",
        countries=["China", "Jordan"],
        allocation="RANDOMIZED",
        masking="DOUBLE",
        study_type="INTERVENTIONAL",
    )
    html, nodes = read(client, trial.url)
    check_that_it_is_visible(html, nodes)
    assert nodes["MedicalWebPage"]["mainEntity"] == {
        "@type": "MedicalTrial",
        "name": "Trial 1",
        "identifier": "NCT00000001",
        "url": "https://clinicaltrials.gov/study/NCT00000001",
        "status": "https://schema.org/ActiveNotRecruiting",
        "sponsor": {"@type": "Organization", "name": "A hospital"},
        "studyLocation": [
            {"@type": "Country", "name": "China"},
            {"@type": "Country", "name": "Jordan"},
        ],
        "healthCondition": {"@type": "MedicalCondition", "name": "POI"},
        "trialDesign": [
            "https://schema.org/RandomizedTrial",
            "https://schema.org/DoubleBlindedTrial",
            "https://schema.org/InternationalTrial",
        ],
    }
    assert html.find("a", href="https://clinicaltrials.gov/study/NCT00000001")


@pytest.mark.parametrize(
    ("register", "word"),
    [
        ("RECRUITING", "Recruiting"),
        ("NOT_YET_RECRUITING", "NotYetRecruiting"),
        ("ENROLLING_BY_INVITATION", "EnrollingByInvitation"),
        ("COMPLETED", "Completed"),
        ("SUSPENDED", "Suspended"),
        ("TERMINATED", "Terminated"),
        ("WITHDRAWN", "Withdrawn"),
        ("UNKNOWN", None),
        ("", None),
        ("SOMETHING_NEW", None),
    ],
)
def test_a_status_is_given_only_where_it_has_a_word(client, db, register, word):
    [trial] = make_trials(make_home(), status=register, registry_updated_on="2026-11-01")
    study = read(client, trial.url)[1]["MedicalWebPage"]["mainEntity"]
    assert study.get("status") == (f"https://schema.org/{word}" if word else None)


def test_a_study_that_only_watches_is_no_trial(client, db):
    [trial] = make_trials(make_home(), study_type="OBSERVATIONAL", allocation="RANDOMIZED")
    study = read(client, trial.url)[1]["MedicalWebPage"]["mainEntity"]
    assert study["@type"] == "MedicalStudy"
    assert "trialDesign" not in study


def test_a_study_of_something_else_is_not_said_to_be_of_poi(client, db):
    [trial] = make_trials(make_home(), kind="other")
    assert "healthCondition" not in read(client, trial.url)[1]["MedicalWebPage"]["mainEntity"]


def test_an_update_is_about_its_study(client, db):
    [trial] = make_trials(make_home())
    html, nodes = read(client, make_update(trial, 1).url)
    check_that_it_is_visible(html, nodes)
    assert nodes["MedicalWebPage"]["about"] == {
        "@type": "MedicalTrial",
        "name": "Trial 1",
        "url": trial.full_url,
    }


def test_the_index_alone_gives_questions_with_their_answers(client, db):
    faqs = make_faqs(make_home(), count=2, topics=2)
    html, nodes = read(client, faqs[0].get_parent().url)
    questions = nodes["FAQPage"]["mainEntity"]
    assert {(each["name"], each["acceptedAnswer"]["text"]) for each in questions} == {
        ("Question 1?", "Short answer 1."),
        ("Question 2?", "Short answer 2."),
    }
    check_that_it_is_visible(html, nodes)
    html, nodes = read(client, faqs[0].url)
    assert "MedicalWebPage" in nodes
    assert "acceptedAnswer" not in str(nodes)
    check_that_it_is_visible(html, nodes)


def test_the_home_page_says_how_to_reach_the_clinic_as_it_stands_there(client, db):
    home = make_home()
    clinic = ClinicSettings.for_site(home.get_site())
    clinic.telephone, clinic.email = "+44 20 7946 0123", "hello@example.org"
    clinic.address, clinic.opening_hours = "1 Example Street\nSampleton", "Monday, 9am to 5pm"
    clinic.save()
    html, nodes = read(client, home.url)
    check_that_it_is_visible(html, nodes)
    node = nodes["MedicalClinic"]
    assert {
        name: node[name] for name in ("name", "telephone", "email", "address", "openingHours")
    } == {
        "name": "The clinic",
        "telephone": "+44 20 7946 0123",
        "email": "hello@example.org",
        "address": "1 Example Street Sampleton",
        "openingHours": "Monday, 9am to 5pm",
    }
    assert "BreadcrumbList" not in nodes


def test_the_way_down_to_a_page_is_the_one_that_is_shown(client, db):
    [page] = make_treatments(make_home())
    html, nodes = read(client, page.url)
    crumbs = nodes["BreadcrumbList"]["itemListElement"]
    assert [(each["position"], each["name"]) for each in crumbs] == [
        (1, "Home"),
        (2, "Treatments"),
        (3, "Treatment 1"),
    ]
    assert crumbs[-1]["item"] == page.full_url
    shown = [link.get_text() for link in html.select(".breadcrumbs a")]
    assert shown == [each["name"] for each in crumbs[:-1]]


def test_a_person_is_who_her_page_says(client, db):
    home = make_home()
    people = home.add_child(instance=PeoplePage(title="People", slug="people", summary="Who."))
    Clinician.objects.create(
        name="A Nurse", slug="a-nurse", role="Nurse", locale=Locale.get_default()
    )
    html, nodes = read(client, f"{people.url}a-nurse/")
    check_that_it_is_visible(html, nodes)
    assert nodes["WebPage"]["mainEntity"] == {
        "@type": "Person",
        "name": "A Nurse",
        "jobTitle": "Nurse",
    }


def test_a_title_cannot_end_the_script(client, db):
    page = make_standard(make_home(), title="</script><script>alert(1)</script>&amp;")
    html, nodes = read(client, page.url)
    assert nodes["WebPage"]["name"] == page.title
    assert not [script for script in html.find_all("script") if script.string == "alert(1)"]


def test_each_kind_of_page_of_the_demo_says_only_what_it_shows(client, db):
    """Three of each kind: what the factories do not think of."""
    call_command("load_demo", verbosity=0)
    pages = Page.objects.live().filter(depth__gte=2).order_by("content_type", "path").specific()
    kinds = [list(group)[:3] for _kind, group in groupby(pages, key=type)]
    addresses = [page.url for page in chain(*kinds)]
    people = PeoplePage.objects.get().url
    addresses += [f"{people}{person.slug}/" for person in Clinician.objects.all()]
    unseen = {}
    for address in filter(None, addresses):
        html, nodes = read(client, address)
        if found := not_visible(html, nodes):
            unseen[address] = found
    assert unseen == {}
