"""The topics and wordings that a new installation begins with, in each language.

The agreement and the notice are legal texts: have them checked before the form is used.
What the notice promises must be true of the version that runs.
"""

from enquiries.models import Wording

TOPICS = {
    "en": [
        "Care for premature ovarian insufficiency (POI)",
        "Fertility choices",
        "A question about research",
        "Something else",
    ],
    "de": [
        "Behandlung der vorzeitigen Ovarialinsuffizienz (POI)",
        "Möglichkeiten, ein Kind zu bekommen",
        "Eine Frage zur Forschung",
        "Etwas anderes",
    ],
}

WORDINGS = {
    "en": {
        Wording.Purpose.CONSENT: (
            "I agree that the clinic may use the health information I give here to answer my "
            "enquiry. I can withdraw this at any time by writing to the clinic."
        ),
        Wording.Purpose.NOTICE: (
            "We use your details only to reply to you. Only named staff can read them, and each "
            "time one of them opens your enquiry it is recorded. We do not use your details for "
            "marketing. You can ask us to show, correct or delete them. You can complain to the "
            "Information Commissioner's Office."
        ),
    },
    "de": {
        Wording.Purpose.CONSENT: (
            "Ich willige ein, dass die Klinik meine Gesundheitsangaben aus diesem Formular "
            "verwendet, um meine Anfrage zu beantworten. Diese Einwilligung kann ich jederzeit "
            "widerrufen, indem ich der Klinik schreibe."
        ),
        Wording.Purpose.NOTICE: (
            "Wir verwenden Ihre Angaben nur, um Ihnen zu antworten. Nur namentlich bestimmte "
            "Mitarbeitende können sie lesen, und jedes Öffnen Ihrer Anfrage wird aufgezeichnet. "
            "Wir verwenden Ihre Angaben nicht für Werbung. Sie können verlangen, dass wir sie "
            "Ihnen zeigen, berichtigen oder löschen. Sie können sich bei der Datenschutzbehörde "
            "Information Commissioner's Office beschweren."
        ),
    },
}
