"""`make lighthouse`: each page type as Lighthouse's mobile test sees it.

Starts nothing: give it the address of a running `make serve` (SITE=http://127.0.0.1:8000).
Needs npm and a Chromium. Ends non-zero when a page misses the mark of the issue:
100 in accessibility, best practices and SEO, at least 98 in performance (the best of
three, for the machine is shared).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VERSION = "12.8.2"
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TRIES = 3
PAGES = (
    "/",
    "/treatments/",
    "/treatments/what-studies-in-women-show/",
    "/faqs/",
    "/faqs/what-are-mscs/",
    "/trials/",
    "/trials/nct02696889/",
    "/about/",
    "/about/people/",
    "/glossary/",
    "/sources/",
    "/enquire/",
)


def main() -> int:
    site = os.environ.get("SITE", "http://127.0.0.1:8000").rstrip("/")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not (chromium and shutil.which("npx")):
        print("Lighthouse needs a Chromium and npm.", file=sys.stderr)
        return 2
    missed = 0
    for page in sys.argv[1:] or PAGES:
        best = best_of(f"{site}{page}", chromium)
        low = [name for name, mark in WANTED.items() if best.get(name, 0) < mark]
        missed += bool(low)
        marks = "  ".join(f"{name} {mark:3}" for name, mark in best.items())
        print(f"{'MISS' if low else 'ok  '}  {page:45} {marks}", flush=True)
    return 1 if missed else 0


def best_of(url: str, chromium: str) -> dict[str, int]:
    """Return the best mark of each kind; tries again only while performance is short."""
    best: dict[str, int] = {}
    for _try in range(TRIES):
        for name, mark in measure(url, chromium).items():
            best[name] = max(mark, best.get(name, 0))
        if best.get("performance", 0) >= WANTED["performance"]:
            break
    return best


def measure(url: str, chromium: str) -> dict[str, int]:
    """Return Lighthouse's marks for an address, 0 to 100; names what cost a mark."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [
            *("npx", "--yes", f"lighthouse@{VERSION}", url, "--quiet", "--output=json"),
            f"--output-path={report}",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic",
        ]
        env = {**os.environ, "CHROME_PATH": chromium}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if not report.exists():
            print(done.stderr[-500:], file=sys.stderr)
            return {}
        found = json.loads(report.read_text())
    for name, category in found["categories"].items():
        for ref in category["auditRefs"]:
            audit = found["audits"][ref["id"]]
            if name != "performance" and ref["weight"] and audit["score"] not in (None, 1):
                print(f"      {name}: {audit['title']}", flush=True)
    return {name: round(100 * (each["score"] or 0)) for name, each in found["categories"].items()}


if __name__ == "__main__":
    sys.exit(main())
