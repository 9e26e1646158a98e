"""One stylesheet on the wire, written from many."""

import re

import pytest
from django.conf import settings

from pofclinic.staticfiles import flatten

CSS = settings.BASE_DIR / "static" / "css"


def test_the_stylesheet_holds_every_component_and_fetches_nothing_more():
    text = flatten(CSS / "site.css")
    assert "@import" not in text
    for sheet in (CSS / "components").glob("*.css"):
        assert sheet.read_text().strip()[:60] in text, sheet.name


def test_files_named_inside_a_component_are_found_from_the_stylesheet():
    text = flatten(CSS / "site.css")
    for path in re.findall(r'url\("([^"]+)"\)', text):
        assert path.startswith("data:") or (CSS / path).resolve().exists(), path


def test_an_import_that_leads_nowhere_stops_the_build(tmp_path):
    entry = tmp_path / "site.css"
    entry.write_text('@import url("gone.css") layer(base);')
    with pytest.raises(FileNotFoundError):
        flatten(entry)
