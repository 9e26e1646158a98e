"""Makes what the demo's pages share: settings, people, sources, topics, pictures."""

import hashlib
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import models
from django.utils.text import slugify
from wagtail.models import Locale, Site

from content.demo.reader import FOLDER
from content.demo.richtext import rich_text
from content.models import (
    Clinician,
    ClinicImage,
    ClinicSettings,
    GlossaryTerm,
    Source,
    Synonyms,
    Topic,
)

# Snippets are known again by a translation key made from their key in the file.
_NAMESPACE = uuid.UUID("6d0c1f5e-7a5b-4a7e-9d31-52c8f0b3c2aa")


class Shared:
    """The demo's snippets by their keys in the files."""

    def __init__(self, site_file: dict[str, Any], *, update: bool, folder: Path = FOLDER):
        self.locale = Locale.get_default()
        self.update = update
        self.folder = folder
        self.people = {row["key"]: self._person(row) for row in site_file["people"]}
        self.topics = {
            row["key"]: self._topic(position, row)
            for position, row in enumerate(site_file["topics"])
        }
        self.sources = {row["key"]: self._source(row) for row in site_file["sources"]}
        self.pictures = {row["key"]: self._picture(row) for row in site_file.get("pictures", [])}
        for row in site_file["glossary"]:
            self._make(GlossaryTerm, row["slug"], _fields(row))
        for words in site_file["synonyms"]:
            self._make(Synonyms, words[0], {"words": "\n".join(words)})

    def _person(self, row: dict) -> Clinician:
        fields = {"slug": slugify(row["name"])} | _fields(row, leave_out={"key"})
        return self._make(Clinician, row["key"], fields)

    def _topic(self, position: int, row: dict) -> Topic:
        fields = {"name": row["name"], "slug": row["key"], "sort_order": position}
        return self._make(Topic, row["key"], fields)

    def _source(self, row: dict) -> Source:
        return self._make(Source, row["key"], _fields(row))

    def _picture(self, row: dict) -> ClinicImage:
        """A picture, known again by its title. Its file is stored anew only when it differs."""
        content = (self.folder / "pictures" / row["file"]).read_bytes()
        picture = ClinicImage.objects.filter(title=row["title"]).first()
        if picture and not self.update:
            return picture
        picture = picture or ClinicImage()
        for name, value in _fields(row, leave_out={"key", "file"}).items():
            setattr(picture, name, value)
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if picture.file_hash != digest:
            picture.file = ImageFile(BytesIO(content), name=row["file"])
            picture.file_hash, picture.file_size = digest, len(content)
        picture.save()
        return picture

    def _make(self, model: type[models.Model], key: str, fields: dict) -> models.Model:
        known_by = {
            "translation_key": uuid.uuid5(_NAMESPACE, f"{model.__name__}:{key}"),
            "locale": self.locale,
        }
        if self.update:
            return model.objects.update_or_create(**known_by, defaults=fields)[0]
        return model.objects.get_or_create(**known_by, defaults=fields)[0]


def _fields(row: dict, leave_out: frozenset | set = frozenset()) -> dict:
    """Text is stripped; a key without a value is left to the model's default."""
    return {
        key: value.strip() if isinstance(value, str) else value
        for key, value in row.items()
        if value is not None and key not in leave_out
    }


def set_clinic(site: Site, given: dict[str, Any], *, update: bool) -> None:
    """Store the clinic's particulars, unless somebody has already."""
    if ClinicSettings.objects.filter(site=site).exists() and not update:
        return
    fields = _fields(given)
    fields["urgent_help"] = rich_text(given.get("urgent_help"), lambda path: None)
    ClinicSettings.objects.update_or_create(site=site, defaults=fields)
