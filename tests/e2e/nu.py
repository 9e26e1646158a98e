"""Is this HTML valid? The Nu checker says, or html5lib where there is no Java."""

import json
import os
import subprocess
from pathlib import Path

import html5lib


def errors(pages: dict[str, str], folder: Path) -> dict[str, list[str]]:
    """Return the errors of those pages (name: HTML) that have some, as {name: ["line: …"]}.

    One call for many pages: the checker takes two seconds to start and little more for
    each page.
    """
    jar = os.environ.get("POFCLINIC_VNU_JAR")
    judged = _by_nu(jar, pages, folder) if jar else map(_by_html5lib, pages.values())
    return {name: found for name, found in zip(pages, judged, strict=True) if found}


def _by_nu(jar: str, pages: dict[str, str], folder: Path) -> list[list[str]]:
    files = [folder / f"{number}.html" for number in range(len(pages))]
    for file, html in zip(files, pages.values(), strict=True):
        file.write_text(html, encoding="utf-8")
    command = ["java", "-jar", jar, "--format", "json", "--exit-zero-always", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = {file.name: [] for file in files}
    for each in json.loads(done.stderr)["messages"]:
        if each["type"] != "info":
            name = each.get("url", "").rpartition("/")[2]
            found[name].append(f"{each.get('lastLine', '?')}: {each['message']}")
    return list(found.values())


def _by_html5lib(html: str) -> list[str]:
    parser = html5lib.HTMLParser()
    parser.parse(html)
    return [f"{place[0]}: {code} {data}" for place, code, data in parser.errors]
