"""What happens with demo files that are broken, and with a site that has pages already."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from content.demo import reader
from tests.factories import make_home


@pytest.fixture
def folder(tmp_path):
    """A copy of the demo's files, to break."""
    copy = tmp_path / "demo"
    shutil.copytree(reader.FOLDER, copy)
    return copy


def test_a_page_of_the_clinics_own_at_the_root_is_kept_and_filled_below(db):
    home = make_home()
    call_command("load_demo", verbosity=0)
    home.refresh_from_db()
    assert home.title == "A clinic"
    assert home.get_children().count() == 8


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pages/faqs/what-are-mscs.yaml", "title: [", "what-are-mscs.yaml"),
        ("pages/faqs/what-are-mscs.yaml", "", "not a set of fields"),
        ("pages/treatments/what-is-poi.yaml", "title: Only a title", "KeyError 'summary'"),
        ("registry/NCT02603744.json", "{", "NCT02603744.json"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_loaded(db, folder, name, text, said):
    (folder / name).write_text(text)
    before = Page.objects.count()
    with pytest.raises(CommandError, match=said):
        call_command("load_demo", folder=folder, verbosity=0)
    assert Page.objects.count() == before


def test_a_link_to_a_page_that_is_not_there_is_named(db, folder):
    home = folder / "pages/home.yaml"
    home.write_text(home.read_text().replace("treatments/what-is-poi", "treatments/nowhere"))
    with pytest.raises(CommandError, match=r"home\.yaml .*no page at 'treatments/nowhere'"):
        call_command("load_demo", folder=folder, verbosity=0)
