"""The trial register (ClinicalTrials.gov API v2): what its words mean, and our fields from it."""
