"""Where the keyboard goes on when a form is shown again."""

from django.forms import Form


def with_focus(form: Form) -> Form:
    """Let the keyboard begin at the first field that is amiss, or else at the first there is."""
    shown = form.visible_fields()
    wanted = next((field for field in shown if field.errors), shown[0])
    form.fields[wanted.name].widget.attrs["autofocus"] = True
    return form
