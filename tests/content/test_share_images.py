"""The picture beside a link that somebody shares."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from wagtail.models import PageViewRestriction

from content.models import ClinicSettings
from content.share_images.card import Card
from content.share_images.drawing import TITLE_WIDTH, draw
from content.share_images.lettering import can_write, fitted
from tests.factories import make_faqs, make_home, make_treatments


@pytest.fixture
def page(db):
    return make_treatments(make_home())[0]


def address(client, page) -> str:
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    whole = html.find("meta", property="og:image")["content"]
    assert whole.startswith("http")
    return whole[whole.index("/share/") :]


def test_a_shared_page_has_a_picture_of_the_size_that_its_head_gives(client, page):
    html = BeautifulSoup(client.get(page.url).content, "html.parser")
    sizes = [
        html.find("meta", property=f"og:image:{name}")["content"] for name in ("width", "height")
    ]
    response = client.get(address(client, page))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    picture = Image.open(BytesIO(response.content))
    assert picture.size == (1200, 630) == tuple(map(int, sizes))
    assert len(response.content) < 100_000
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_another_title_has_another_address_and_the_old_one_leads_to_it(client, page):
    before = address(client, page)
    old = client.get(before).content
    page.title = "A new title"
    page.save_revision().publish()
    after = address(client, page)
    assert after != before
    assert client.get(after).content != old
    response = client.get(before)
    assert (response.status_code, response.url) == (302, after)
    assert "immutable" not in response.get("Cache-Control", "")


def test_the_picture_owns_up_that_the_page_is_a_demonstration(client, page):
    with_notice = client.get(address(client, page)).content
    clinic = ClinicSettings.for_site(page.get_site())
    clinic.show_demo_notice = False
    clinic.save()
    assert client.get(address(client, page)).content != with_notice


def test_there_is_no_picture_of_what_readers_cannot_open(client, page):
    shown = address(client, page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(shown).status_code == 404
    PageViewRestriction.objects.all().delete()
    assert client.get(shown).status_code == 200
    page.unpublish()
    assert client.get(shown).status_code == 404


@pytest.mark.parametrize("pk", ["0", "1", "999999", "9" * 40])
def test_there_is_no_picture_of_no_page(client, page, pk):
    assert client.get(f"/share/{pk}-0123456789ab.png").status_code == 404


def test_nobody_fills_the_disk_with_pictures(client, page, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.get(address(client, page))
    assert list(tmp_path.iterdir()) == []


def test_a_picture_is_fetched_and_never_posted_to(client, page):
    assert client.post(address(client, page)).status_code == 405


@pytest.mark.parametrize(
    "title",
    [
        "POI",
        "What is premature ovarian insufficiency (POI)?",
        "Mesenchymal stem cells from the umbilical cord for women with premature ovarian failure",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
        "Żółć, Şifa, Größe",
        "word " * 60,
    ],
)
def test_a_title_fits_in_lines_that_fit(title):
    lettering, lines = fitted(title, TITLE_WIDTH, 326)
    assert max(map(lettering.width, lines)) <= TITLE_WIDTH
    assert len(lines) * lettering.leading <= 326
    if "…" not in lines[-1]:
        assert "".join(lines).replace(" ", "") == title.replace(" ", "")


@pytest.mark.parametrize("title", ["什么是卵巢早衰", "ما هو قصور المبيض", "Ⴀ", "👩"])
def test_a_title_in_other_letters_gives_way_to_the_name_of_the_clinic(title):
    assert not can_write(title)
    assert draw(Card(title, "", "A clinic", "")) == draw(Card("A clinic", "", "A clinic", ""))


def test_an_experimental_page_says_so_on_its_picture(client, page):
    [faq] = make_faqs(page.get_site().root_page.specific)
    assert client.get(address(client, faq)).status_code == 200
    experimental = client.get(address(client, page)).content
    page.status = "information"
    page.save_revision().publish()
    assert client.get(address(client, page)).content != experimental
