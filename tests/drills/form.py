"""A form as a page gives it, and as a person fills it in."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What a visitor types, by the name of the field; all other texts stay as the page has them.
TYPED = ("name", "email", "message")
TICKED = ("agreement", "is_adult")
# Reading the whole page would cost more than sending the form.
_POSTED = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>.*?</form>', re.DOTALL)


@dataclass
class Form:
    """The fields of one form."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)

    def filled_in(self, letter) -> dict[str, str]:
        """Return what a browser sends when somebody has written her letter into it."""
        fields = {**self.hidden, **self.texts}
        fields |= {name: self._choice(name) for name in self.choices}
        fields |= {name: getattr(letter, name) for name in TYPED if name in self.texts}
        return fields | {name: self.boxes[name] for name in TICKED if name in self.boxes}

    def _choice(self, name: str) -> str:
        offered = self.choices[name]
        if name == "channel" and "email" in offered:
            return "email"
        return self.chosen.get(name, offered[0])


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(given.get("action", ""))
            if given.get("method", "").lower() == "post":
                self.forms.append(self.form)
        elif self.form and tag == "input" and "name" in given:
            self._input(given)
        elif self.form and tag == "textarea":
            self.textarea = given["name"]
            self.form.texts[self.textarea] = ""

    def _input(self, given: dict[str, str]) -> None:
        name, kind, value = given["name"], given.get("type", "text"), given.get("value", "")
        if kind == "hidden":
            self.form.hidden[name] = value
        elif kind == "checkbox":
            self.form.boxes[name] = given.get("value", "on")
        elif kind == "radio":
            self.form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                self.form.chosen[name] = value
        elif kind != "submit":
            self.form.texts[name] = value

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.form.texts[self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            # The line feed right after the tag is not part of the text.
            self.form.texts[self.textarea] = self.form.texts[self.textarea].removeprefix("\n")
            self.textarea = ""
        elif tag == "form":
            self.form = None


def forms_in(page: str, action: str) -> list[Form]:
    """Return the forms of a page that are posted to an address."""
    reader = _Reader()
    for part in _POSTED.findall(page):
        reader.feed(part)
    return [form for form in reader.forms if form.action == action]
