"""The enquiry form: as few questions as an answer needs."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from enquiries.forms.form_token import FormToken
from enquiries.forms.questions import Questions
from enquiries.forms.shown_words import ShownWording, shown_words
from enquiries.forms.urgent_words import holds_urgent_words, urgent_phrases
from enquiries.models import BestTime, Channel, EnquiryTopic, Preferences, Wording


class NoWordingError(Exception):
    """There is no wording to agree to: `setup_enquiries` has not been run."""


class EnquiryForm(Questions):
    """Keeps everything that was typed, through every error.

    `form_token` names the wordings that the page showed, so that the receipt is of what
    she read even when a newer version came into force meanwhile.
    """

    # What only she may set, and never for a page that she has not seen.
    TICKS = ("agreement", "is_adult")
    # Without these there is nothing to agree to, and nothing is taken.
    NEEDED = (Wording.Purpose.CONSENT, Wording.Purpose.NOTICE)

    def __init__(
        self, data=None, *, language: str, wordings: Mapping[str, Wording] | None = None, **kwargs
    ):
        """Make a form; with `wordings`, one that shows these and asks the database for none."""
        super().__init__(data.copy() if data is not None else None, **kwargs)
        self.language = language
        self._offer_topics()
        self.token = FormToken.read(self.data.get("form_token", ""))
        self.current = Wording.objects.for_readers_of(language) if wordings is None else []
        self.wordings = self._wordings() if wordings is None else dict(wordings)
        self.words = shown_words(self.wordings, language)
        if any(purpose not in self.words for purpose in self.NEEDED):
            raise NoWordingError
        self._show_words()
        self.renewed_token = self._renew_token()

    def _show_words(self) -> None:
        """Put the texts of staff where they belong.

        Without a wording for e-mail there is nothing to agree to, and it is not offered.
        """
        fields, words = self.fields, self.words
        fields["agreement"].label = self.consent.text
        for name in ("name", "message"):
            hint = words.get(f"{name}_hint")
            fields[name].help_text = hint.marked if hint else ""
        channel = fields["channel"]
        if agreement := words.get(Wording.Purpose.EMAIL):
            channel.widget.hints = {Channel.EMAIL: agreement}
        else:
            channel.choices = [each for each in Channel.choices if each[0] != Channel.EMAIL]

    def _offer_topics(self) -> None:
        """Let her choose among the topics; without any, there is nothing to ask."""
        self.topics = {str(t.pk): t for t in EnquiryTopic.objects.for_form(self.language)}
        if not self.topics:
            del self.fields["topic"]
            return
        self.fields["topic"].choices = [(pk, topic.name) for pk, topic in self.topics.items()]

    def _wordings(self) -> dict[str, Wording]:
        """The wordings that this page shows: those of its token, or those in force."""
        if self.token and not self.token.is_stale:
            found = {wording.purpose: wording for wording in self._shown(self.token.wording_ids)}
            if all(purpose in found for purpose in self.NEEDED):
                return found
        return {wording.purpose: wording for wording in self.current}

    def _shown(self, ids: Iterable[int]) -> Iterable[Wording]:
        """Return the wordings of these ids, in force still or not."""
        current = {wording.pk: wording for wording in self.current}
        if all(pk in current for pk in ids):
            return [current[pk] for pk in ids]
        return Wording.objects.in_bulk(ids).values()

    def _renew_token(self) -> bool:
        """Put a token into the form that is good for the next post; say if one was posted in vain.

        The key of a stale token stays: what was sent with it is still one enquiry.
        """
        if self.token and not self.token.is_stale:
            return False
        ids = tuple(wording.pk for wording in self.wordings.values() if wording.pk)
        self.token = FormToken.fresh(ids, self.token.submission_key if self.token else None)
        self.initial["form_token"] = self.token.signed()
        if self.is_bound:
            self.data["form_token"] = self.token.signed()
            for name in self.TICKS:
                self.data.pop(name, None)
        return self.is_bound

    @property
    def look(self) -> str:
        """All that makes the questions of an empty form look as they do, as one text."""
        topics = [(pk, topic.name) for pk, topic in self.topics.items()]
        return repr((self.language, sorted(self.words.items()), topics))

    @property
    def consent(self) -> ShownWording:
        return self.words[Wording.Purpose.CONSENT]

    @cached_property
    def has_urgent_words(self) -> bool:
        """Whether the message, valid or not, holds words of the list that staff keep."""
        message = self.data.get("message", "") if self.is_bound else ""
        return bool(message) and holds_urgent_words(message, urgent_phrases(self.current))

    @property
    def is_trapped(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.cleaned_data["homepage"])

    def clean_best_time(self) -> str:
        return self.cleaned_data["best_time"] or BestTime.ANY

    def clean_message(self) -> str:
        message = self.cleaned_data["message"]
        return message if message.strip() else ""

    def clean(self) -> None:
        if self.renewed_token:
            raise ValidationError(
                _(
                    "This page had been open for a long time, so nothing has been sent. "
                    "What you typed is still here: please tick the boxes again and send it."
                ),
                code="stale",
            )
        self._require_the_chosen_way()

    def _require_the_chosen_way(self) -> None:
        missing = {
            Channel.EMAIL: _("Enter your e-mail address, so that we can answer by e-mail."),
            Channel.PHONE: _("Enter your telephone number, so that we can telephone you."),
        }
        channel = self.cleaned_data.get("channel")
        if channel and not self.cleaned_data.get(channel) and channel not in self.errors:
            self.add_error(channel, ValidationError(missing[channel], code="unreachable"))

    def answers(self) -> dict:
        """Return what `receive_enquiry` needs of a valid form."""
        given = self.cleaned_data
        kept = ("name", "email", "phone", "message")
        wishes = ("channel", "best_time", "may_leave_message", "may_text", "needs", "came_from")
        chosen = {name: given[name] for name in wishes}
        return {
            **{name: given[name] for name in kept},
            "preferences": Preferences(**chosen, has_urgent_words=self.has_urgent_words),
            "topic": self.topics.get(given.get("topic")),
            "language": self.language,
            "submission_key": self.submission_key,
            "wordings": self.agreed_wordings(),
            "is_spam": self.is_trapped,
        }

    def credentials(self) -> dict:
        """Return what `abuse.admit` looks at."""
        given = self.cleaned_data
        return {
            "key": self.submission_key,
            "email": given["email"],
            "age": self.token.age,
            "proof": given["proof"] or "",
            "wait": given["wait"] or "",
        }

    def agreed_wordings(self) -> list[Wording]:
        """The wordings that leave a receipt: e-mail's only when she chose that way."""
        purposes = [Wording.Purpose.CONSENT, Wording.Purpose.NOTICE]
        if self.cleaned_data["channel"] == Channel.EMAIL:
            purposes.append(Wording.Purpose.EMAIL)
        return [self.wordings[purpose] for purpose in purposes if purpose in self.wordings]

    @property
    def submission_key(self) -> UUID:
        return self.token.submission_key
