"""Settings for publishing: as `pelicanconf.py`, but the site's own address has to be given."""

import os

from pelicanconf import *  # noqa: F403 - Pelican's way to build one settings file on another

SITEURL = os.environ["SAMRAD_BASE_URL"]
