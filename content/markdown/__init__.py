"""The site's pages as Markdown, for those who keep them and for machines that read."""
