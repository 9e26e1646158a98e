"""Take studies in from the trial register: from files, or from its API."""

import re
from collections import Counter
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from content.registry.mapping import canonical_number
from content.registry_import.client import Refused, Register, RegisterError
from content.registry_import.files import studies_in_file
from content.registry_import.studies import Study, Unreadable, newest_of_each, prepared
from content.registry_import.sync import Outcome, Taken, take_in, take_turns

# Domain brief, section 5.2.
OUR_QUESTION = {
    "query.cond": "(premature ovarian insufficiency) OR (premature ovarian failure) "
    "OR (primary ovarian insufficiency)",
    "query.intr": "(stem cell) OR (mesenchymal) OR (stromal cell) OR (exosome) "
    "OR (extracellular vesicle)",
}
PAGES = {"sort": "LastUpdatePostDate:desc", "pageSize": "100", "countTotal": "true"}
FRESH_STARTS = 2


class Command(BaseCommand):
    help = (
        "Takes studies in from ClinicalTrials.gov. What is new or has changed becomes a draft "
        "and a task for staff; nothing is published. Can be run again: it changes nothing then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            metavar="FILE",
            help="JSON of the API v2: a study, a list of studies or a page of them; - for stdin.",
        )
        parser.add_argument(
            "--ids", nargs="+", metavar="NCT", help="Ask the register for these studies."
        )
        parser.add_argument(
            "--query",
            nargs="?",
            const="",
            metavar="WORDS",
            help="Search the register; without words, for cell therapy for POI.",
        )
        parser.add_argument(
            "--limit",
            type=int,
            default=1000,
            help="Refuse a search that finds more studies than this (default: 1000).",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, and change nothing."
        )

    def handle(self, *args, files, ids, query, limit, dry_run, verbosity, **options) -> None:
        if [bool(files), ids is not None, query is not None].count(True) != 1:
            raise CommandError("Give either files, --ids or --query. Nothing was changed.")
        self.say = self.stdout.write if verbosity else _say_nothing
        self.is_dry_run = dry_run
        self.outcomes: dict[str, Outcome] = {}
        self.seen = self.unreadable = 0
        self.total: int | None = None
        try:
            if query is not None:
                self._search(query, limit)
            else:
                self._take_all(self._from_files(files) if files else self._from_ids(ids))
        except (Unreadable, RegisterError) as error:
            raise CommandError(f"{error} {self._what_was_done()}") from None
        self.say(self._summary())
        if self.unreadable:
            raise CommandError(f"{self.unreadable} could not be read; see above.")

    def _from_files(self, names: list[str]) -> list[Study]:
        return [study for name in names for study in studies_in_file(name)]

    def _from_ids(self, given: list[str]) -> list[Study]:
        """Fetch every study before the first is taken in: a wrong number changes nothing."""
        words = [word for word in re.split(r"[\s,]+", " ".join(given)) if word]
        if wrong := [word for word in words if not canonical_number(word)]:
            raise Unreadable(f"{wrong[0]!r} is no register number such as NCT01234567.")
        if not words:
            raise Unreadable("--ids names no study.")
        register, found = Register(tell=self.say), []
        numbers = list(dict.fromkeys(map(canonical_number, words)))
        for position, number in enumerate(numbers, 1):
            self.say(f"Asking for {number} ({position} of {len(numbers)}).")
            found.append(prepared(register.study(number), is_fresh=True))
        return found

    def _search(self, words: str, limit: int) -> None:
        """Take a search in page by page; begin again when the way to the next page is stale."""
        question = {"query.term": words} if words.strip() else OUR_QUESTION
        register = Register(tell=self.say)
        for start in range(FRESH_STARTS + 1):
            self.seen = self.unreadable = 0
            try:
                for page in register.pages(question | PAGES):
                    self._take_page(page, limit)
                return
            except Refused:
                if not self.seen or start == FRESH_STARTS:
                    raise
                self.say("The register has newer data. Beginning again.")

    def _take_page(self, page: dict, limit: int) -> None:
        total = page.get("totalCount")
        self.total = total if isinstance(total, int) else self.total
        said = self.total or 0
        # What it says need not be true.
        if max(said, self.seen + len(page["studies"])) > limit:
            raise RegisterError(
                f"The search finds {said if said > limit else 'too many'} studies; "
                f"the limit is {limit}. "
                "Narrow it, or raise --limit."
            )
        self.seen += len(page["studies"])
        self._take_all(self._readable(page["studies"]))
        self.say(f"{self.seen} of {self.total or 'an unknown number'}.")

    def _readable(self, records: Iterable) -> list[Study]:
        studies = []
        for record in records:
            try:
                studies.append(prepared(record, is_fresh=True))
            except Unreadable as error:
                self.unreadable += 1
                self.stderr.write(f"One of the register's records: {error}")
        return studies

    def _take_all(self, studies: list[Study]) -> None:
        """Take studies in, all or none of them."""
        studies = newest_of_each(studies)
        with transaction.atomic():
            take_turns(self.say)
            taken = []
            for position, study in enumerate(studies, 1):
                taken.append(take_in(study))
                self.say(f"{position} of {len(studies)}: {_in_words(taken[-1])}")
            transaction.set_rollback(self.is_dry_run)
        for each in taken:
            if each.outcome != Outcome.LEFT or each.nct_id not in self.outcomes:
                self.outcomes[each.nct_id] = each.outcome

    def _summary(self) -> str:
        number = Counter(self.outcomes.values())
        what = "It would be" if self.is_dry_run else "Done"
        return (
            f"{what}: {number[Outcome.NEW]} new, {number[Outcome.CHANGED]} changed, "
            f"{number[Outcome.LEFT]} as they were."
        )

    def _what_was_done(self) -> str:
        return self._summary() if self.outcomes else "Nothing was changed."


def _in_words(taken: Taken) -> str:
    fields = ", ".join(taken.fields)
    return {
        Outcome.NEW: f"{taken.nct_id} is new.",
        Outcome.CHANGED: f"{taken.nct_id} has changed: {fields}.",
        Outcome.LEFT: f"{taken.nct_id} is as it was.",
    }[taken.outcome]


def _say_nothing(line: str) -> None:
    """Keep quiet, as --verbosity 0 asks."""
