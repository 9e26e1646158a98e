"""How a study is made, in plain sentences for the register's own words.

Source: enumerations of the API v2 (domain brief, section 5.5). A value that is not here
is shown as the register gives it.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STUDY_TYPES = {
    "INTERVENTIONAL": _("People are given something, and the researchers look at what happens."),
    "OBSERVATIONAL": _("The researchers only watch. Nobody is given a treatment for the study."),
    "EXPANDED_ACCESS": _("A way to be given something outside a study."),
}
ALLOCATIONS = {
    "RANDOMIZED": _("Chance decides who is in which group."),
    "NON_RANDOMIZED": _("The groups are not made by chance, so they may differ from the start."),
    "NA": _("There is only one group, so there is nothing to compare with."),
}
MASKINGS = {
    "NONE": _("Everybody knows who is given what."),
    "SINGLE": _("One of those involved does not know who is given what."),
    "DOUBLE": _("Two of those involved do not know who is given what."),
    "TRIPLE": _("Three of those involved do not know who is given what."),
    "QUADRUPLE": _("Nobody involved knows who is given what until the end."),
}


def design_sentences(study_type: str, allocation: str, masking: str) -> list[str | Promise]:
    """Return one sentence for each thing that the record says about the design."""
    told = ((STUDY_TYPES, study_type), (ALLOCATIONS, allocation), (MASKINGS, masking))
    return [meanings.get(value, value) for meanings, value in told if value]
