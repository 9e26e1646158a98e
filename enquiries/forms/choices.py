"""Radio buttons whose choices say more than their name."""

from django import forms


class HintedRadioSelect(forms.RadioSelect):
    """Radio buttons, some with a hint that a screen reader reads with the choice.

    `hints` maps a choice to its `ShownWording`.
    """

    hints: dict = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if hint := self.hints.get(str(value)):
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option
