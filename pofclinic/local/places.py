"""Where the files of an instance lie: everything that `make` writes is in `var/`."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from pofclinic.local.errors import CannotContinue

PROJECT = Path(__file__).resolve().parents[2]
# PostgreSQL 18, the demo content and the static files together take about 200 MB.
SPACE_NEEDED = 300 * 1024 * 1024


@dataclass(frozen=True)
class Places:
    """The folder of one instance and what lies in it."""

    root: Path

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def instance(self) -> Path:
        return self.root / "instance.json"

    @property
    def prepared(self) -> Path:
        return self.root / "prepared.json"

    @property
    def prepared_result(self) -> Path:
        return self.root / "prepared.part"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    @property
    def enquiry_keys(self) -> Path:
        return self.secrets / "enquiry_keys"

    @property
    def tombstones(self) -> Path:
        return self.root / "tombstones"

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def tests(self) -> Path:
        return self.root / "test"

    @property
    def tools(self) -> Path:
        return self.root / "tools"

    def make(self) -> None:
        """Make the folder; raise `CannotContinue` where that is not possible."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            ignore = self.root / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n")
        except PermissionError:
            raise CannotContinue(f"This user may not write in {self.root}.") from None
        free = shutil.disk_usage(self.root).free
        if free < SPACE_NEEDED:
            raise CannotContinue(
                f"The disk is full: {free // 2**20} MB are free at {self.root}, "
                f"{SPACE_NEEDED // 2**20} MB are needed."
            )


def here() -> Places:
    """Return the places of this folder's instance (`POFCLINIC_VAR` names another folder)."""
    return Places(Path(os.environ.get("POFCLINIC_VAR") or PROJECT / "var").resolve())
