"""The rules of docs/house.md that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks

ROOT = Path(settings.BASE_DIR)
APPS = ("pofclinic", "content", "enquiries", "accounts")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "misc", "services", "managers"}
BUDGETS = {".py": 250, ".html": 80, ".css": 150, ".js": 80}
FUNCTION_BUDGET = 40
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch|color-mix)a?\(", re.I)
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)\b"
    r"|(?<![\w-])(?:left|right)\s*:|text-align:\s*(?:left|right)\b|float:\s*(?:left|right)\b"
)


def files(*patterns: str) -> list[Path]:
    """Files of ours under the places that the rules are about."""
    places = [*APPS, "templates", "static/css", "static/js", "tests"]
    found = [path for place in places for each in patterns for path in (ROOT / place).rglob(each)]
    return sorted(
        path for path in found if not {"migrations", "vendor", "__pycache__"} & set(path.parts)
    )


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


PYTHON = [path for path in files("*.py") if "tests" not in path.parts]
TEMPLATES = files("*.html")
STYLESHEETS = files("*.css")
SCRIPTS = [*files("*.js"), *(ROOT / "enquiries").rglob("static/**/*.js")]


def test_there_is_something_to_hold_to_the_rules():
    assert min(map(len, (PYTHON, TEMPLATES, STYLESHEETS))) > 20


def test_no_file_has_a_name_that_becomes_a_junk_drawer():
    assert [name(path) for path in files("*") if path.stem in FORBIDDEN_NAMES] == []


def test_every_file_can_be_read_aloud():
    long = {
        name(path): lines
        for path in [*PYTHON, *TEMPLATES, *STYLESHEETS, *SCRIPTS]
        if (lines := len(path.read_text().splitlines())) > BUDGETS[path.suffix]
    }
    assert long == {}


def functions(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def test_functions_are_short():
    lengths = {
        f"{name(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in PYTHON
        for node in functions(path)
    }
    assert {key: value for key, value in lengths.items() if value > FUNCTION_BUDGET} == {}
    ordered = sorted(lengths.values())
    assert ordered[int(len(ordered) * 0.9)] <= 15


def test_every_module_says_what_it_is_for():
    silent = [
        name(path)
        for path in PYTHON
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_system_checks_pass():
    assert run_checks() == []


def test_colours_stand_in_the_tokens_and_nowhere_else():
    sheets = [path for path in STYLESHEETS if path.name != "tokens.css"]
    found = {name(path): matches for path in sheets if (matches := COLOUR.findall(_code(path)))}
    assert found == {}


def test_a_right_to_left_language_needs_no_rewrite():
    found = {
        name(path): matches for path in STYLESHEETS if (matches := PHYSICAL.findall(_code(path)))
    }
    assert found == {}


def test_every_component_is_imported_into_the_components_layer():
    entry = (ROOT / "static/css/site.css").read_text()
    for sheet in (ROOT / "static/css/components").glob("*.css"):
        assert f'@import url("components/{sheet.name}") layer(components);' in entry


def test_a_component_styles_its_own_classes_only():
    wrong = {}
    for sheet in (ROOT / "static/css/components").glob("*.css"):
        classes = set(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", _code(sheet)))
        foreign = {
            each
            for each in classes
            if not re.fullmatch(rf"{re.escape(sheet.stem)}((__|--)[\w-]+)*", each)
        }
        if foreign:
            wrong[sheet.name] = sorted(foreign)
    assert wrong == {}


def test_no_script_or_style_stands_inside_a_page():
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/ld\+json)|<style\b|\sstyle=|\son\w+=",
        re.I,
    )
    # Pages that must show without any other file of the site.
    standalone = {
        "templates/500.html",
        "templates/bare.html",
        "templates/enquiries/not_saved.html",
        "templates/enquiries/rights/copy.html",
    }
    found = [
        name(path)
        for path in TEMPLATES
        if inline.search(path.read_text()) and name(path) not in standalone
    ]
    assert found == []


def test_nothing_that_a_page_loads_comes_from_elsewhere():
    outside = re.compile(r"(?:src|srcset)=[\"']?(?:https?:)?//|url\([\"']?(?:https?:)?//", re.I)
    link = re.compile(r"<link[^>]+href=[\"'](?:https?:)?//", re.I)
    found = [
        name(path)
        for path in [*TEMPLATES, *STYLESHEETS, *SCRIPTS]
        if outside.search(path.read_text()) or link.search(path.read_text())
    ]
    assert found == []


def test_no_text_is_marked_safe_by_hand():
    forbidden = re.compile(r"\|\s*safe\b|\bmark_safe\b|autoescape off")
    found = [name(path) for path in [*TEMPLATES, *PYTHON] if forbidden.search(path.read_text())]
    assert found == []


def test_every_word_that_a_template_says_can_be_translated():
    leave_out = re.compile(
        r"\{#.*?#\}|\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}"
        r"|\{%.*?%\}|\{\{.*?\}\}|<svg\b.*?</svg>",
        re.S,
    )
    spoken = re.compile(
        r">([^<>]*[A-Za-z]{2}[^<>]*)<|(?:aria-label|title|alt|placeholder)=\"([^\"]*[A-Za-z]{2}[^\"]*)\""
    )
    unmarked = {
        name(path): found
        for path in TEMPLATES
        if (found := spoken.findall(leave_out.sub("", path.read_text())))
    }
    assert unmarked == {}


def test_scripts_do_not_import_each_other():
    found = [name(path) for path in SCRIPTS if re.search(r"^\s*import\b", path.read_text(), re.M)]
    assert found == []


def test_no_import_hides_inside_a_function_of_the_apps():
    hidden = []
    for path in PYTHON:
        if "local" in path.parts or path.name == "apps.py":
            continue
        for function in functions(path):
            hidden += [
                f"{name(path)}:{node.lineno}"
                for node in ast.walk(function)
                if isinstance(node, (ast.Import, ast.ImportFrom))
            ]
    assert hidden == []


@pytest.mark.parametrize("document", ["README.md", "docs/house.md", "CHANGELOG.md", "LICENSE"])
def test_the_documents_are_there(document):
    assert (ROOT / document).read_text().strip()


def test_every_decision_is_listed_and_every_listed_decision_exists():
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_every_link_between_documents_leads_somewhere():
    broken = []
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text()):
            if not (document.parent / target).exists():
                broken.append(f"{name(document)}: {target}")
    assert broken == []


def _code(path: Path) -> str:
    """A stylesheet without its comments and addresses."""
    return re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text(), flags=re.S)
