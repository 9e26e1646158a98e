"""The media address as it stands where no proxy serves pictures."""

from django.urls import re_path

from pofclinic.media import serve_media, serve_recording
from pofclinic.urls import urlpatterns as site

urlpatterns = [
    re_path(r"^media/images/(?P<path>.+)$", serve_media),
    re_path(r"^media/recordings/(?P<path>.+)$", serve_recording),
    *site,
]
