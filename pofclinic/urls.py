"""All addresses of the site: the only file that knows the apps."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.templatetags.static import static
from django.urls import include, path, re_path
from django.utils.csp import CSP
from django.utils.functional import lazy
from django.views.decorators.csp import csp_override
from django.views.generic import RedirectView, TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from content.feeds import AtomTrialUpdatesFeed, TrialUpdatesFeed
from content.markdown.views import llms_txt, markdown_twin
from content.search.suggestions import suggest
from content.search.views import search
from content.share_images.views import share_image
from content.sitemap import sitemap
from pofclinic.health import healthz, readyz
from pofclinic.media import serve_media, serve_recording

# Wagtail 8's admin still has inline scripts in a few widgets (dates, inline panels), inline
# styles in its editor, and shows previews of public pages in frames. A nonce would switch
# 'unsafe-inline' off.
ADMIN_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
decorate_urlpatterns(wagtailadmin_urls.urlpatterns, csp_override(ADMIN_CSP))

robots = TemplateView.as_view(
    template_name="robots.txt",
    content_type="text/plain; charset=utf-8",
    extra_context={"site_url": settings.SITE_URL},
)
# Asked for by whatever does not read a page's own links.
favicon = RedirectView.as_view(url=lazy(static, str)("img/favicon.ico"))

handler400 = "pofclinic.refusals.bad_request"
urlpatterns = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("robots.txt", robots),
    path("sitemap.xml", sitemap),
    path("llms.txt", llms_txt),
    path("favicon.ico", favicon),
    path("share/<int:pk>-<slug:digest>.png", share_image, name="share_image"),
    path("admin/", include(wagtailadmin_urls)),
]
if settings.SERVE_MEDIA:
    urlpatterns += [
        re_path(r"^media/images/(?P<path>.+)$", serve_media),
        re_path(r"^media/recordings/(?P<path>.+)$", serve_recording),
    ]
urlpatterns += i18n_patterns(
    path("enquire/", include("enquiries.urls")),
    path("search/", search, name="search"),
    path("search/suggest/", suggest, name="search_suggestions"),
    path("feedback/", include("content.feedback.urls")),
    path("feeds/trials.rss", TrialUpdatesFeed(), name="trials_rss"),
    path("feeds/trials.atom", AtomTrialUpdatesFeed(), name="trials_atom"),
    path("feeds/trials/<slug:nct_id>.rss", TrialUpdatesFeed(), name="trial_rss"),
    path("feeds/trials/<slug:nct_id>.atom", AtomTrialUpdatesFeed(), name="trial_atom"),
    re_path(r"^(?P<path>[\w-]+(?:/[\w-]+)*)\.md$", markdown_twin),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
