"""Load the demonstration content from the files in content/demo/."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.models import Locale

from content.demo.pages import Tree, take_over_home
from content.demo.reader import FOLDER, DemoFileError, read_pages, read_site
from content.demo.shared import Shared, set_clinic
from content.models import HomePage
from content.site_address import set_site_address


class Command(BaseCommand):
    help = (
        "Loads the demonstration content of content/demo/. Can be run again: pages that are "
        "there are left as they are. With --update they are brought back to the files' words."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--update",
            action="store_true",
            help="Bring existing demo pages back to the files, as new revisions.",
        )

        parser.add_argument(
            "--folder",
            type=Path,
            default=FOLDER,
            help="Read other files than content/demo/, in the same format.",
        )

    def handle(self, *args, folder: Path, update: bool, **options) -> None:
        try:
            with transaction.atomic():
                counts = self._load(folder, update=update)
        except DemoFileError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if options["verbosity"]:
            self.stdout.write(
                f"Demo content: {counts['made']} pages made, {counts['changed']} brought up to "
                f"date, {counts['left']} left as they were."
            )

    def _load(self, folder: Path, *, update: bool) -> dict[str, int]:
        site = set_site_address(settings.SITE_URL)
        for code, _ in settings.LANGUAGES:
            Locale.objects.get_or_create(language_code=code)
        home = HomePage.objects.filter(pk=site.root_page_id).first()
        if home is None and HomePage.objects.exists():
            raise CommandError("There is a home page that is not this site's: nothing was loaded.")
        site_file = read_site(folder)
        tree = Tree(Shared(site_file, update=update, folder=folder), update=update)
        counts = tree.load(read_pages(folder), site)
        take_over_home(site, tree.pages[""])
        set_clinic(site, site_file["settings"], update=update)
        return counts
