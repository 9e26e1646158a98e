"""How a person wants to be reached, and safely so. Sealed as one text with the enquiry."""

import json
from dataclasses import asdict, dataclass, fields

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("By e-mail")
    PHONE = "phone", _("By telephone")


class BestTime(models.TextChoices):
    ANY = "any", _("Any time")
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Early evening")


@dataclass(frozen=True)
class Preferences:
    """What she chose on the form beside her words.

    `channel` EMAIL is her agreement to be answered by e-mail. `came_from` is a path of this
    site. `has_urgent_words` tells that her message held words of the list that staff keep.
    """

    channel: str = ""
    best_time: str = BestTime.ANY
    may_leave_message: bool = False
    may_text: bool = False
    needs: str = ""
    came_from: str = ""
    has_urgent_words: bool = False

    def to_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Preferences":
        """Return what a text holds; a key that this version does not know is left out."""
        known = {field.name for field in fields(cls)}
        held = json.loads(text) if text else {}
        return cls(**{name: value for name, value in held.items() if name in known})

    def in_words(self) -> dict[str, str]:
        """Return how she wants to be reached, as people read it: what is said by its label."""
        yes_or_no = {True: gettext("Yes"), False: gettext("No")}
        return {
            gettext("How to answer"): self.shown_channel,
            gettext("Best time"): self.shown_best_time,
            gettext("May we leave a message?"): yes_or_no[self.may_leave_message],
            gettext("May we send a text message?"): yes_or_no[self.may_text],
            gettext("What she needs"): self.needs,
        }

    @property
    def shown_channel(self) -> str:
        return str(Channel(self.channel).label) if self.channel in Channel else ""

    @property
    def shown_best_time(self) -> str:
        return str(BestTime(self.best_time).label) if self.best_time in BestTime else ""
