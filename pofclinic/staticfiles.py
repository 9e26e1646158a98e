"""Static files in production: hashed, compressed, and one stylesheet instead of thirty."""

import re
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[\w-]+)\);')
ENTRY = Path("css/site.css")


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that first writes `css/site.css` out with its imports inside.

    The source stays thirty small files in cascade layers; a phone fetches one.
    """

    def post_process(self, paths, dry_run=False, **options):
        if str(ENTRY) in paths and not dry_run:
            entry = Path(self.path(str(ENTRY)))
            entry.write_text(flatten(entry), encoding="utf-8")
            # What is hashed is read from here, or it would be the source with its imports.
            paths[str(ENTRY)] = (self, str(ENTRY))
        yield from super().post_process(paths, dry_run=dry_run, **options)


def flatten(entry: Path) -> str:
    """Return the text of a stylesheet with each layered `@import` replaced by its file.

    `url(…)`s inside the imported files are made relative to the entry. Raises
    `FileNotFoundError` for an import that leads nowhere.
    """

    def inline(match: re.Match) -> str:
        source = entry.parent / match["path"]
        folder = Path(match["path"]).parent
        text = re.sub(
            r'url\("(?!data:|/|https?:)([^"]+)"\)',
            lambda url: f'url("{folder / url[1]}")',
            source.read_text(encoding="utf-8"),
        )
        return f"@layer {match['layer']} {{\n{text}\n}}"

    return IMPORT.sub(inline, entry.read_text(encoding="utf-8"))
