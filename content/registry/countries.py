"""The register's names of countries, as people say them.

Only names that differ are here; any other is shown as the register gives it.
"""

COUNTRIES = {
    "Iran, Islamic Republic of": "Iran",
    "Korea, Republic of": "South Korea",
    "Korea, Democratic People's Republic of": "North Korea",
    "Moldova, Republic of": "Moldova",
    "Macedonia, The Former Yugoslav Republic of": "North Macedonia",
    "Russian Federation": "Russia",
    "Syrian Arab Republic": "Syria",
    "Türkiye (Türkiye)": "Türkiye",
    "Turkey (Türkiye)": "Türkiye",
    "Viet Nam": "Vietnam",
}


def country_name(given: str) -> str:
    """Return the everyday name of a country in the register."""
    return COUNTRIES.get(given, given)
