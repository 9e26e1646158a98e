"""From one page file to the values of its page's fields."""

import json
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from content.demo.reader import DemoFileError, PageFile
from content.demo.richtext import rich_text
from content.demo.shared import Shared
from content.registry.mapping import registry_fields

PageId = Callable[[str], int | None]
RICH_TEXTS = ("introduction", "how_we_write", "short_answer", "evidence_note")
PLAIN = [
    "title",
    "search_description",
    "reviewed_on",
    "next_review_on",
    "status",
    "about",
    "kind",
    "cell_source",
    "donor",
    "administration",
    "registry_checked_on",
    "date",
]
# What a block fills in by itself, so that loading again finds no difference.
DEFAULTS = {
    "study_result": {"who": "women"},
    "comparison_table": {"sources": []},
    "heading": {"part": "", "text": ""},
    "illustration": {"caption": ""},
}
PART_DEFAULTS = {
    ("risk_list", "risks/item"): {"sources": []},
    ("steps", "steps/item"): {"illustration": ""},
}
RICH_TEXT_BLOCKS = {"inset", "care_card", "expander"}


def page_fields(file: PageFile, shared: Shared, page_id: PageId, *, is_draft: bool) -> dict:
    """Return field values for a page; a draft has none that point to other pages.

    Raises `KeyError` for a source, person or topic that is not in site.yaml, and
    `DemoFileError` for a link to a page that is not in the demo.
    """
    data = file.data
    resolve = page_id if is_draft else _strictly(page_id, file)
    fields = {name: data[name] for name in PLAIN if data.get(name) is not None}
    fields |= {
        role: shared.people[data[role]] if data.get(role) else None
        for role in ("author", "reviewer")
    }
    fields |= {name: rich_text(data[name], resolve) for name in RICH_TEXTS if name in data}
    if data.get("menu_title"):
        fields["show_in_menus"] = True
    if file.kind == "faqs":  # whose summary is the short answer
        fields["topic"] = shared.topics[data["topic"]]
    else:
        fields["summary"] = " ".join(data["summary"].split())
    if file.kind == "trials":
        fields |= registry_fields(data["record"])
    if not is_draft:
        fields |= _streams(file, shared, resolve)
    return fields


def _strictly(page_id: PageId, file: PageFile) -> PageId:
    def find(path: str) -> int:
        found = page_id(path)
        if found is None:
            raise DemoFileError(f"{file.origin.name} ({file.path}): no page at {path!r}.")
        return found

    return find


def _streams(file: PageFile, shared: Shared, page_id: PageId) -> dict[str, str]:
    """Return the stored form of each StreamField that the file has something for."""
    data = file.data
    found: dict[str, list[tuple[str, Any]]] = {}
    if "body" in data:
        found["body"] = [_block(entry, shared, page_id) for entry in data["body"]]
    if "sources" in data:
        found["sources"] = [("source", shared.sources[key].pk) for key in data["sources"]]
    if "key_points" in data:
        found["key_points"] = [("point", point.strip()) for point in data["key_points"]]
    if "changes" in data:
        found["changes"] = [_block({"change": row}, shared, page_id) for row in data["changes"]]
    if "doors" in data:
        found["doors"] = [_block({"door": door}, shared, page_id) for door in data["doors"]]
    if "known_today" in data:
        found["known_today"] = [
            _block({"evidence_statement": row}, shared, page_id) for row in data["known_today"]
        ]
    if "featured_faqs" in data:
        found["featured_faqs"] = [("faq", page_id(f"faqs/{s}")) for s in data["featured_faqs"]]
    return {name: _stored(f"{file.path}:{name}", blocks) for name, blocks in found.items()}


def _block(entry: dict, shared: Shared, page_id: PageId) -> tuple[str, Any]:
    """Return one block of a body as (type, stored value)."""
    if len(entry) != 1:
        raise ValueError(f"a block is one name and its value, not {sorted(entry)}")
    [(kind, given)] = entry.items()
    if kind == "paragraph":
        return kind, rich_text(given, page_id)
    if isinstance(given, str):
        given = {"text": given}
    if kind == "figure":
        given = _figure(**given)
    given = DEFAULTS.get(kind, {}) | given
    return kind, {name: _part(kind, name, part, shared, page_id) for name, part in given.items()}


def _figure(image: str, alt: str = "", caption: str = "") -> dict:
    """A picture by its key. Without words for those who do not see it, it is decoration."""
    return {
        "image": {"image": image, "alt_text": alt, "decorative": not alt},
        "caption": caption,
    }


def _part(kind: str, name: str, part: Any, shared: Shared, page_id: PageId) -> Any:
    """Return the stored form of one field of a block, and of the fields inside it."""
    if name == "text" and kind in RICH_TEXT_BLOCKS:
        return rich_text(part, page_id)
    if name == "sources":
        return [shared.sources[key].pk for key in part]
    if name in {"faqs", "trials"}:
        return [page_id(f"{name}/{slug}") for slug in part]
    if name == "page":
        return page_id(part) if part else None
    if kind == "figure" and name == "image" and isinstance(part, str):
        return shared.pictures[part].pk
    return _plain(kind, name, part, shared, page_id)


def _plain(kind: str, name: str, part: Any, shared: Shared, page_id: PageId) -> Any:
    """Return a list or a set of fields part by part, a text stripped, a day in ISO form."""
    if isinstance(part, list):
        return [_part(kind, f"{name}/item", each, shared, page_id) for each in part]
    if isinstance(part, dict):
        given = PART_DEFAULTS.get((kind, name), {}) | part
        return {key: _part(kind, key, each, shared, page_id) for key, each in given.items()}
    if isinstance(part, date):
        return part.isoformat()
    return part.strip() if isinstance(part, str) else part


def _stored(place: str, blocks: list[tuple[str, Any]]) -> str:
    """Return JSON as Wagtail stores it. Ids come from the place, so loading again changes none."""
    return json.dumps(
        [
            {"type": kind, "value": _items(here, value), "id": _id(here)}
            for here, (kind, value) in zip(_places(place, blocks), blocks, strict=True)
        ]
    )


def _items(place: str, part: Any) -> Any:
    """Return a part with each list, however deep, as Wagtail stores a list: items with ids."""
    if isinstance(part, dict):
        return {name: _items(f"{place}:{name}", each) for name, each in part.items()}
    if not isinstance(part, list):
        return part
    return [
        {"type": "item", "value": _items(here, value), "id": _id(here)}
        for here, value in zip(_places(place, part), part, strict=True)
    ]


def _places(place: str, items: list) -> list[str]:
    return [f"{place}:{number}" for number in range(len(items))]


def _id(place: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{place}"))
