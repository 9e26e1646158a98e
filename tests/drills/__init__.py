"""The fault drills: `make drill` breaks things under the enquiry part and counts what is lost.

Read in this order: `catalogue` (which drills there are, and their controls) · `verdict` · `site`
(what `make serve` runs, on a database of its own) · `mail_server` · `visitors` · `read_back` ·
one file for each drill · `without` (a site with one control taken away) · `__main__`.
"""
