"""An app that takes one control away: the one that `DRILL_CONTROL` names."""
