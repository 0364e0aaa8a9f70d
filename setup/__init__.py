"""Set-up of a working copy: `.venv` from a hashed lock, theme assets, translations, a browser for tests.

Run as `python3 -m setup run|test|browser`. Standard library only (save `setup.messages`, which runs
inside `.venv`), because it starts before anything is installed. Every step is stamped by what it read, so
a second run costs nothing and needs no network.
"""
