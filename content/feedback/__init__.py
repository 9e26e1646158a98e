"""Whether a page helped: asked at its foot, answered without a name, kept for a year."""
