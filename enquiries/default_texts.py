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
        Wording.Purpose.EMAIL: (
            "You may answer me by e-mail. I know that whoever can open my mailbox can read it."
        ),
        Wording.Purpose.INTRODUCTION: (
            "Ask us anything about your diagnosis, your choices or our research. We ask only for "
            "what we need to answer you."
        ),
        Wording.Purpose.WHAT_HAPPENS: (
            "When you have sent the form you see a reference. From then on your enquiry is stored "
            "with us, once.\n"
            "We aim to answer within [working days], in the way that you choose.\n"
            "If you choose e-mail, we confirm by e-mail that your enquiry is here, without your "
            "words.\n"
            "Nothing on this page is sent to any other company."
        ),
        Wording.Purpose.URGENT: (
            "This form is not for emergencies. We do not read it at night or at weekends."
        ),
        Wording.Purpose.URGENT_WORDS: (
            "bleeding\nheavy bleeding\nsevere pain\nchest pain\ncannot breathe\nend my life\n"
            "kill myself\nsuicide\nsuicidal\nhurt myself\nwant to die"
        ),
        Wording.Purpose.NAME_HINT: "A first name is enough.",
        Wording.Purpose.MESSAGE_HINT: (
            "Please do not send test results or your full medical history."
        ),
        Wording.Purpose.NEXT_STEPS: (
            "A member of our staff reads your enquiry.\n"
            "We aim to answer within [working days], in the way that you chose."
        ),
        Wording.Purpose.CHANGES: (
            "Telephone or write to us with your reference. You can ask us to show, correct or "
            "delete what you sent."
        ),
        Wording.Purpose.ACK_SUBJECT: "Your message has arrived",
        Wording.Purpose.ACK_TEXT: (
            "Thank you for writing to us. Your message is stored, and our staff can see it now.\n\n"
            "We aim to answer within [working days]. Please do not reply to this e-mail: "
            "nobody reads its mailbox."
        ),
        Wording.Purpose.REPLY_SUBJECT: "An answer to your message",
        Wording.Purpose.SIGNATURE: "With kind regards\nThe clinic",
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
        Wording.Purpose.EMAIL: (
            "Sie dürfen mir per E-Mail antworten. Mir ist bekannt, dass jeder die Antwort lesen "
            "kann, der mein Postfach öffnen kann."
        ),
        Wording.Purpose.INTRODUCTION: (
            "Fragen Sie uns alles zu Ihrer Diagnose, Ihren Möglichkeiten oder unserer Forschung. "
            "Wir fragen nur nach dem, was wir für eine Antwort brauchen."
        ),
        Wording.Purpose.WHAT_HAPPENS: (
            "Wenn Sie das Formular abgeschickt haben, sehen Sie eine Vorgangsnummer. Von da an "
            "ist Ihre Anfrage bei uns gespeichert, genau einmal.\n"
            "Wir möchten innerhalb von [working days] antworten, auf dem Weg, den Sie wählen.\n"
            "Wenn Sie E-Mail wählen, bestätigen wir per E-Mail, dass Ihre Anfrage da ist, ohne "
            "Ihre Worte.\n"
            "Nichts auf dieser Seite wird an ein anderes Unternehmen geschickt."
        ),
        Wording.Purpose.URGENT: (
            "Dieses Formular ist nicht für Notfälle. Nachts und am Wochenende lesen wir es nicht."
        ),
        Wording.Purpose.URGENT_WORDS: (
            "Blutung\nstarke Blutung\nstarke Schmerzen\nBrustschmerzen\nAtemnot\n"
            "mir das Leben nehmen\nmich umbringen\nSuizid\nSelbstmord\nsterben will"
        ),
        Wording.Purpose.NAME_HINT: "Ein Vorname genügt.",
        Wording.Purpose.MESSAGE_HINT: (
            "Bitte schicken Sie keine Befunde und nicht Ihre ganze Krankengeschichte."
        ),
        Wording.Purpose.NEXT_STEPS: (
            "Jemand von uns liest Ihre Anfrage.\n"
            "Wir möchten innerhalb von [working days] antworten, auf dem Weg, den Sie gewählt "
            "haben."
        ),
        Wording.Purpose.CHANGES: (
            "Rufen Sie uns an oder schreiben Sie uns, mit Ihrer Vorgangsnummer. Sie können "
            "verlangen, dass wir Ihnen Ihre Angaben zeigen, sie berichtigen oder löschen."
        ),
        Wording.Purpose.ACK_SUBJECT: "Ihre Nachricht ist angekommen",
        Wording.Purpose.ACK_TEXT: (
            "Danke, dass Sie uns geschrieben haben. Ihre Nachricht ist gespeichert, und unsere "
            "Mitarbeitenden können sie jetzt sehen.\n\n"
            "Wir möchten innerhalb von [working days] antworten. Bitte antworten Sie nicht auf "
            "diese E-Mail: Dieses Postfach liest niemand."
        ),
        Wording.Purpose.REPLY_SUBJECT: "Eine Antwort auf Ihre Nachricht",
        Wording.Purpose.SIGNATURE: "Mit freundlichen Grüßen\nDie Klinik",
    },
}

REPLY_TEMPLATES = {
    "en": [
        (
            "We need to talk by telephone",
            "Dear [name],\n\nThank you for writing to us. We would like to answer you on the "
            "telephone, because that is easier than by e-mail. When may we call you?\n\n"
            "Your reference is [reference].\n\n[signature]",
        ),
        (
            "An answer, with room for your own words",
            "Dear [name],\n\nThank you for writing to us.\n\n[your words]\n\nIf something is still "
            "open, please telephone us with your reference [reference].\n\n[signature]",
        ),
    ],
    "de": [
        (
            "Wir möchten mit Ihnen telefonieren",
            "Guten Tag [name],\n\ndanke, dass Sie uns geschrieben haben. Wir möchten Ihnen gern "
            "am Telefon antworten, weil das einfacher ist als per E-Mail. Wann dürfen wir Sie "
            "anrufen?\n\nIhre Vorgangsnummer ist [reference].\n\n[signature]",
        ),
        (
            "Eine Antwort mit Platz für eigene Worte",
            "Guten Tag [name],\n\ndanke, dass Sie uns geschrieben haben.\n\n[your words]\n\n"
            "Wenn noch etwas offen ist, rufen Sie uns bitte mit Ihrer Vorgangsnummer [reference] "
            "an.\n\n[signature]",
        ),
    ],
}
