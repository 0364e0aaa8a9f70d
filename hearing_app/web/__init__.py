"""Web: the only room that knows Flask and WTForms.

A view parses, calls one use case, and redirects or renders. It decides no deadline, holds no SQL and builds no text
of its own: sentences come from `text`, rules from `domain`.
"""
