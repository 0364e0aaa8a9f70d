"""Samråd's app: hearings taken in, assessed, published and decided.

Importing this package loads nothing of the web: the shared rooms (domain, definitions, text) serve the
public site's build as well.
"""
