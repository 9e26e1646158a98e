"""Reads the demo's files and says clearly what is wrong with one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
SECTIONS = ("treatments", "faqs", "trials")
SHARED_KEYS = ("author", "reviewer", "reviewed_on", "next_review_on", "unpublished")


class DemoFileError(Exception):
    """A demo file cannot be used; the text names the file and the reason."""


@dataclass(frozen=True)
class PageFile:
    """One page of the demo. `path` is its address below home without slashes at the ends."""

    path: str
    kind: str
    data: dict[str, Any]
    origin: Path

    @property
    def slug(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent_path(self) -> str:
        return self.path.rpartition("/")[0]


def read_site(folder: Path = FOLDER) -> dict[str, Any]:
    """Return settings, people, topics, synonyms, sources and glossary."""
    lists = {name: _read(folder / f"{name}.yaml", list) for name in ("sources", "glossary")}
    return _read(folder / "site.yaml") | lists


def read_record(nct_id: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return the register's record of a study.

    Raises `DemoFileError` when there is none or it is not JSON.
    """
    path = folder / "registry" / f"{nct_id.upper()}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DemoFileError(f"{path.name}: {error}") from error


def read_pages(folder: Path = FOLDER) -> list[PageFile]:
    """Return every page, parents before their children, siblings in their order."""
    pages = folder / "pages"
    found = [PageFile("", "home", _read(pages / "home.yaml"), pages / "home.yaml")]
    for section in SECTIONS:
        index = pages / section / "index.yaml"
        found.append(PageFile(section, f"{section}_index", _read(index), index))
        for path, data in _in_order(pages / section):
            if section == "trials":
                data["record"] = read_record(str(data.get("nct_id")), folder)
            page = PageFile(_path(section, path, data), section, data, path)
            found.append(page)
            found.extend(_updates(page))
    found.extend(
        PageFile(_path("", path, data), data.get("kind", "standard"), data, path)
        for path, data in _in_order(pages / "standard")
    )
    # Parents first; Python's sort keeps the order of those on one level.
    return sorted(found, key=lambda file: file.path.count("/") + bool(file.path))


def _path(section: str, file: Path, data: dict[str, Any]) -> str:
    """A page's path: its section, the page that it stands below, its own name."""
    return "/".join(filter(None, (section, data.get("below"), file.stem)))


def _updates(trial: PageFile) -> list[PageFile]:
    """The updates stand in their trial's file, oldest first, and share its people and dates."""
    shared = {key: trial.data[key] for key in SHARED_KEYS if key in trial.data}
    return [
        PageFile(f"{trial.path}/{update['slug']}", "update", shared | update, trial.origin)
        for update in sorted(trial.data.get("updates", []), key=lambda update: update["date"])
    ]


def _in_order(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    files = [(path, _read(path)) for path in folder.glob("*.yaml") if path.stem != "index"]
    return sorted(files, key=lambda file: (file[1].get("order", 1000), file[0].stem))


def _read(path: Path, kind: type = dict) -> Any:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise DemoFileError(f"{path.name}: {error}") from error
    if not isinstance(data, kind):
        wanted = "a set of fields" if kind is dict else "a list"
        raise DemoFileError(f"{path.name}: not {wanted}.")
    return data
