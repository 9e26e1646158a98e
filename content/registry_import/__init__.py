"""Studies from the trial register into drafts and tasks: files, the API, and what is done."""
