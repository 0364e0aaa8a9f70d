"""The Pelican side: turns what `content/` holds into pages.

This room knows Pelican, the domain, the definitions and the texts; it must not know Flask, SQL or anything that
has not been released.
"""
