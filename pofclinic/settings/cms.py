"""Wagtail's own settings: part of the production settings, never used alone."""

from zoneinfo import available_timezones

WAGTAIL_SITE_NAME = "Clinic website"
WAGTAILIMAGES_IMAGE_MODEL = "content.ClinicImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20_000_000
# Wagtail's admin asks for the documents app's addresses and does not start without. Nobody
# is offered it (docs/decisions/0003): no menu entry, no permission, no public address.
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {
    # The index is written in each page's own language; "english" is what the admin asks in.
    "default": {"BACKEND": "content.search.backend", "SEARCH_CONFIG": "english"}
}
WAGTAIL_ALLOW_UNICODE_SLUGS = True
# Clinical review is to come with its own workflow; Wagtail's built-in one would send pages
# to moderators that this clinic does not have.
WAGTAIL_WORKFLOW_ENABLED = False
# A machine's own "localtime" is no zone that a browser knows.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime", "Factory"})
# Nobody outside learns who works here or which version runs.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
