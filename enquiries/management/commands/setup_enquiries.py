"""Give a new installation its first topics and wordings."""

from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Locale

from enquiries.actions import publish_wording
from enquiries.default_texts import REPLY_TEMPLATES, TOPICS, WORDINGS
from enquiries.models import EnquiryTopic, ReplyTemplate, Wording


class Command(BaseCommand):
    help = (
        "Makes the first enquiry topics and wordings of each language. Can be run again: "
        "it changes nothing that staff have edited."
    )

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        topics = wordings = 0
        for language, _name in settings.LANGUAGES:
            topics += self._topics(language)
            wordings += self._wordings(language)
            self._reply_templates(language)
        self.stdout.write(f"Enquiries ready: {topics} topics and {wordings} wordings were new.")

    def _topics(self, language: str) -> int:
        """Make the topics that a language never had. A language without pages has none."""
        locale = Locale.objects.filter(language_code=language).first()
        made = 0
        for position, name in enumerate(TOPICS.get(language, []) if locale else []):
            _, is_new = EnquiryTopic.objects.get_or_create(
                # The same key in each language makes them translations of one another.
                translation_key=uuid5(NAMESPACE_URL, f"pofclinic:enquiry-topic:{position}"),
                locale=locale,
                defaults={"name": name, "sort_order": position},
            )
            made += is_new
        return made

    def _wordings(self, language: str) -> int:
        """Publish version 1 of each purpose that has no wording yet."""
        made = 0
        for purpose, text in WORDINGS.get(language, {}).items():
            if not Wording.objects.filter(purpose=purpose, language=language).exists():
                publish_wording(purpose, language, text)
                made += 1
        return made

    def _reply_templates(self, language: str) -> None:
        """Make the first reply templates of a language that never had them."""
        locale = Locale.objects.filter(language_code=language).first()
        for position, (title, text) in enumerate(
            REPLY_TEMPLATES.get(language, []) if locale else []
        ):
            ReplyTemplate.objects.get_or_create(
                translation_key=uuid5(NAMESPACE_URL, f"pofclinic:reply-template:{position}"),
                locale=locale,
                defaults={"title": title, "text": text, "sort_order": position},
            )
