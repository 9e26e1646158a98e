"""The site on one machine: `make run`, `make serve`, `make test`, `make manage`.

A supervisor starts a PostgreSQL of the project's own, prepares its database, starts
the site's processes and stops all of them. It never imports Django: what needs
Django runs in a child process (`prepare`).

Read in this order: `places` · `errors` · `signals` · `children` · `orphans` · `lock` ·
`account` · `cluster` · `databases` · `fingerprint` · `preparing` (and `prepare`) ·
`instance` · `modes` · `site` · `management` · `reset` · `testing_server` · `testing_tools` ·
`testing` · `__main__`.
"""
