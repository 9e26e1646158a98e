"""Within how many working days we answer, said wherever a text of staff leaves room for it."""

from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import ngettext

from enquiries.models import AnsweringSettings, Wording

NAME = "working days"
PLACEHOLDER = f"[{NAME}]"
# The texts that may say it. What people agree to is shown as it is stored, word for word.
SAY_IT = frozenset(
    {
        Wording.Purpose.INTRODUCTION,
        Wording.Purpose.WHAT_HAPPENS,
        Wording.Purpose.NEXT_STEPS,
        Wording.Purpose.CHANGES,
        Wording.Purpose.ACK_TEXT,
    }
)


class Promise:
    """Asks the settings once, and only where a text has room for the answer."""

    @cached_property
    def _days(self) -> int:
        return AnsweringSettings.load().answer_within_days

    def fill_in(self, wording: Wording) -> str:
        """Return the text of a wording, with such as "2 working days" where it has room for it."""
        if wording.purpose not in SAY_IT or PLACEHOLDER not in wording.text:
            return wording.text
        with translation.override(wording.language):
            # Translators: stands after "within".
            said = ngettext("%(n)d working day", "%(n)d working days", self._days)
        return wording.text.replace(PLACEHOLDER, said % {"n": self._days})
