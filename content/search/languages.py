"""Which of PostgreSQL's text search configurations reads which language."""

from django.utils.translation import get_language_info

# Each has the name that Django gives the language. Others are searched by their exact words.
_CONFIGURATIONS = frozenset(
    "arabic armenian basque catalan danish dutch english finnish french german greek hindi "
    "hungarian indonesian irish italian lithuanian nepali norwegian portuguese romanian russian "
    "serbian spanish swedish tamil turkish yiddish".split()
)


def search_config(language_code: str) -> str:
    """Return the configuration with the language's stems and stop words, or else `simple`."""
    try:
        name = get_language_info(language_code.split("-", maxsplit=1)[0])["name"].lower()
    except KeyError:
        return "simple"
    return name if name in _CONFIGURATIONS else "simple"
