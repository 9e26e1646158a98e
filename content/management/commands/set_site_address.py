"""After a deployment: tell Wagtail where the site lives."""

from django.conf import settings
from django.core.management.base import BaseCommand

from content.site_address import set_site_address


class Command(BaseCommand):
    help = "Gives Wagtail's default site the host and port of SITE_URL. Can be run again."

    def handle(self, *args, **options) -> None:
        site = set_site_address(settings.SITE_URL)
        if options["verbosity"]:
            self.stdout.write(f"The site is at {site.root_url}.")
