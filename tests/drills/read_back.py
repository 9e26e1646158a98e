"""Run in a process of its own, with the site's settings and keys: print what is stored.

Texts are read through the model's attributes, as the inbox reads them.
"""

import json

import django

FIELDS = ("name", "email", "phone", "message")


def stored() -> list[dict]:
    from enquiries.models import Enquiry

    return [
        {
            "id": str(enquiry.pk),
            "key": str(enquiry.submission_key),
            "reference": enquiry.shown_reference,
            "state": enquiry.state,
            **{field: getattr(enquiry, field) for field in FIELDS},
        }
        for enquiry in Enquiry.objects.order_by("created_at").iterator()
    ]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(stored()))
