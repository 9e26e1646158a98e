"""Keeps Wagtail's site record at the address that the settings give."""

from urllib.parse import urlsplit

from wagtail.models import Site


def set_site_address(url: str) -> Site:
    """Give the default site the host and port of `url`, and return it.

    Absolute links (sitemap, canonical) come from this record. Raises `Site.DoesNotExist`
    before the first `migrate`.
    """
    parts = urlsplit(url)
    site = Site.objects.get(is_default_site=True)
    site.hostname = parts.hostname
    site.port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    site.save()
    return site
