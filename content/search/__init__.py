"""Finding pages: words, their relatives, results, suggestions, and a log that holds nobody."""
