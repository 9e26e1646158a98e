"""Demonstration content: YAML files that a person can read, and what loads them.

`reader` turns the files into plain data, `richtext` turns Markdown into what Wagtail
stores, `shared` makes settings and snippets, `pages` makes the tree.
"""
