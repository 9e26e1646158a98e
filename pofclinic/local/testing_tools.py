"""Programs that some tests need and that may be missing: a Chromium, the Nu checker."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from pofclinic.local import children, signals
from pofclinic.local.places import Places

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_VNU = "vnu-jar@26.9.27"
_PLAYWRIGHT_CHROMIUM = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path)"
)


class Tools:
    """What was found, and sentences about what was not."""

    def __init__(self, places: Places):
        self.places = places
        self.environment: dict[str, str] = {}
        self.missing: list[str] = []

    def find(self) -> None:
        """Find or fetch each; what cannot be had is named in `missing`."""
        if chromium := find_chromium() or self._install_chromium():
            self.environment["POFCLINIC_CHROMIUM"] = chromium
        else:
            self.missing.append(
                "NO BROWSER: there is no Chromium here and none could be installed, so the "
                "browser tests (tests/e2e) are SKIPPED. Install the package chromium."
            )
        if vnu := self._find_vnu():
            self.environment["POFCLINIC_VNU_JAR"] = str(vnu)
        else:
            self.missing.append(
                "NO NU CHECKER: java, npm or the package vnu-jar is missing, so pages are "
                "checked by html5lib only. Install java (17) and npm."
            )

    def has_browser(self) -> bool:
        """Tell whether the browser tests can run."""
        return "POFCLINIC_CHROMIUM" in self.environment

    def _install_chromium(self) -> str | None:
        print("There is no Chromium here: installing one …", flush=True)
        if os.geteuid() == 0 and shutil.which("apt-get"):
            self._try("apt-get", "update")
            self._try("apt-get", "install", "-y", "--no-install-recommends", "chromium")
            if found := find_chromium():
                return found
        self._try(sys.executable, "-m", "playwright", "install", "chromium")
        path = self._try(sys.executable, "-c", _PLAYWRIGHT_CHROMIUM).strip()
        return path if path and _runs(path) else None

    def _find_vnu(self) -> Path | None:
        jar = self.places.tools / f"{_VNU.replace('@', '-')}.jar"
        if not shutil.which("java") or not _runs("java", "-version"):
            return None
        if not jar.exists() and shutil.which("npm"):
            print("Fetching the Nu HTML checker …", flush=True)
            self.places.tools.mkdir(exist_ok=True)
            self._try("npm", "pack", "--silent", _VNU, cwd=self.places.tools)
            for package in self.places.tools.glob("vnu-jar-*.tgz"):
                _unpack(package, "package/build/dist/vnu.jar", jar)
                package.unlink()
        return jar if jar.exists() else None

    def _try(self, *command: str, **options) -> str:
        """Run an installer to its end and return what it wrote; failing is no error here."""
        env = children.environment(self.places.tests, {"DEBIAN_FRONTEND": "noninteractive"})
        try:
            step = children.start(command[0], command, env=env, captured=True, **options)
        except OSError:
            return ""
        try:
            signals.wait_for(lambda: step.read_output() or not step.is_running(), seconds=600)
            step.read_output()
        finally:
            children.stop([step])
        return step.text()


def find_chromium() -> str | None:
    """Return the path of a Chromium that really starts (a snap's stub does not)."""
    given = os.environ.get("POFCLINIC_CHROMIUM")
    for name in (given, *CHROMIUMS):
        if name and (path := shutil.which(name)) and _runs(path):
            return path
    return None


def _runs(program: str, argument: str = "--version") -> bool:
    try:
        done = subprocess.run([program, argument], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _unpack(package: Path, name: str, target: Path) -> None:
    unfinished = target.with_suffix(".part")
    with tarfile.open(package) as archive, unfinished.open("wb") as file:
        shutil.copyfileobj(archive.extractfile(name), file)
    unfinished.rename(target)
