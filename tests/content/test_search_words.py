"""Words that mean the same, words that were mistyped, and words that editors care about."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits, SearchPromotion
from wagtail.models import Locale

from content.models import GlossaryPage, GlossaryTerm, Synonyms
from content.search.synonyms import Relatives
from content.search.words import folded, normalised, search_words, shown
from tests.content.test_search import found, results, words
from tests.factories import make_home, make_staff, make_standard


@pytest.fixture
def site(db):
    home = make_home()
    make_standard(home, "Premature ovarian insufficiency", "insufficiency")
    make_standard(home, "Ovarian cysts", "cysts")
    return home


def make_synonyms(*terms: str, language: str = "en") -> Synonyms:
    locale = Locale.objects.get_or_create(language_code=language)[0]
    return Synonyms.objects.create(words="\n".join(terms), locale=locale)


@pytest.mark.parametrize(
    "query", ["pof", "POF", "early menopause", "Early Menopauses?", "my pof", "ovarian  failure"]
)
def test_a_word_that_means_the_same_finds_the_page_and_is_marked(client, site, query):
    make_synonyms("POF", "Early menopause", "ovarian failure", "premature ovarian insufficiency")
    own = query.replace("my ", "")
    assert found(client, own) == ["/insufficiency/"]
    marks = results(client, own).select(".search-results__title mark")
    assert [words(mark) for mark in marks] == ["Premature", "ovarian", "insufficiency"]


def test_a_change_of_synonyms_shows_at_once_and_in_its_language_only(client, site):
    assert found(client, "klimakterium") == []
    group = make_synonyms("klimakterium", "premature ovarian insufficiency", language="de")
    assert found(client, "klimakterium") == []
    group.locale = Locale.get_default()
    group.save()
    assert found(client, "klimakterium") == ["/insufficiency/"]
    group.delete()
    assert found(client, "klimakterium") == []


def test_the_longest_run_of_words_is_taken_whole():
    relatives = Relatives([["early menopause", "poi"], ["menopause", "change of life"]])
    assert relatives.alternatives(["early", "menopause", "menopauses"]) == [
        ["early menopause", "poi"],
        ["menopauses", "menopause", "change of life"],
    ]
    assert relatives.own_forms(["menopauses"]) == [["menopauses", "menopause"]]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("poi", "at least two"),
        ("poi, pof", "at least two"),
        ("poi\n\n  ", "at least two"),
        ("poi\npof\n POI ", "“poi” stands there twice"),
    ],
)
def test_a_group_that_does_nothing_is_refused_beside_the_field(client, db, written, said):
    client.force_login(make_staff("Editor"))
    response = client.post("/admin/snippets/content/synonyms/add/", {"words": written})
    assert response.status_code == 200
    assert said in words(BeautifulSoup(response.content, "html.parser"))
    assert Synonyms.objects.count() == 0
    with pytest.raises(ValidationError):
        Synonyms(words=written, locale=Locale.get_default()).full_clean()


def test_a_mistyped_word_shows_the_pages_that_were_meant_and_says_so(client, site):
    html = results(client, "insuficiency")
    assert words(html.h1) == "1 page about “insufficiency”"
    meant = html.select_one(".search-meant")
    assert words(meant).startswith("Did you mean insufficiency ?".replace(" ?", "?"))
    assert meant.a["href"] == "/search/?q=insufficiency"
    assert "No page has “insuficiency”" in words(meant)


def test_a_word_of_the_glossary_is_explained_above_the_pages(client, site):
    site.add_child(instance=GlossaryPage(title="Words", slug="glossary", summary="A to Z."))
    GlossaryTerm.objects.create(
        term="FSH",
        slug="fsh",
        other_forms="follicle-stimulating hormone",
        definition="A hormone.",
        locale=Locale.get_default(),
    )
    for query in ("fsh", "Follicle stimulating hormones"):
        box = results(client, query).select_one(".search-term")
        assert words(box.dt) == "FSH"
        assert box.a["href"] == "/glossary/#term-fsh"
    assert results(client, "hormone").select_one(".search-term") is None


def pick(query: str, page, **fields) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(query), page=page, **fields)


def test_what_editors_picked_comes_first_and_says_so(client, site):
    other = make_standard(site, "Contact", "contact")
    pick("Cysts?", other, description="Ask us about cysts.")
    html = results(client, "cyst")
    assert found(client, "cyst") == ["/contact/", "/cysts/"]
    first, second = html.select(".search-results li")
    assert "Picked by our editors" in words(first)
    assert "Ask us about cysts." in words(first)
    assert "Picked by our editors" not in words(second)
    assert words(html.h1) == "2 pages about “cyst”"


def test_a_pick_that_is_not_public_or_in_another_language_is_not_shown(client, site):
    draft = make_standard(site, "Draft", "draft")
    draft.unpublish()
    german = site.copy_for_translation(Locale.objects.get_or_create(language_code="de")[0])
    german.save_revision().publish()
    pick("cysts", draft)
    pick("cysts", german)
    assert found(client, "cysts") == ["/cysts/"]


def test_no_search_is_written_down_by_the_app_of_the_picks(client, site):
    pick("cysts", site)
    results(client, "cysts")
    results(client, "something else")
    assert QueryDailyHits.objects.count() == 0
    assert list(Query.objects.values_list("query_string", flat=True)) == ["cysts"]


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    once = normalised(text)
    assert normalised(once) == once
    assert shown(shown(text)) == shown(text)
    assert search_words(once) == search_words(text)
    assert all(word for word in folded(text))


def test_words_are_compared_without_case_marks_and_punctuation():
    assert normalised("  ＨＲＴ,\u200b Stem-Cells! \u202e'x' ") == "hrt stem-cells x"
    assert folded("Stem-cells") == folded("stem cell") == ("stem", "cell")
    assert folded("Östrogene") == ("ostrogene",)
