"""Settings of the site, for previews; `publishconf.py` is the one that publishes."""

import os
from datetime import UTC, datetime

from jinja2 import StrictUndefined

# The hour that statuses and days left are counted from, read once. Previews and tests set another.
SAMRAD_NOW = datetime.fromisoformat(os.environ.get("SAMRAD_NOW") or datetime.now(UTC).isoformat()).astimezone(UTC)
# Where a reader finds the source code (the licence asks for it); empty for no link.
SAMRAD_SOURCE_URL = os.environ.get("SAMRAD_SOURCE_URL", "")

# The id of a hearing whose pages alone are written, for a preview; empty for the whole site.
SAMRAD_ONLY = os.environ.get("SAMRAD_ONLY", "")

SITEURL = os.environ.get("SAMRAD_BASE_URL", "http://localhost:8000")
SITENAME = "Samråd"
TIMEZONE = "Europe/Oslo"
DEFAULT_LANG = "nb"  # the plugin puts the council's own language here

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
PLUGINS = ["plugins.hearing_pages"]
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "undefined": StrictUndefined,
}

# Pelican writes the plain pages; everything else comes from the definitions, through the plugin.
PAGE_PATHS = [] if SAMRAD_ONLY else ["pages"]
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
ARTICLE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
READERS = {"rst": None, "html": None}  # one way to write a page
DIRECT_TEMPLATES: list[str] = []
TAG_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
AUTHOR_SAVE_AS = ""

# A page marked as draft is not written at all: what is written is found.
DRAFT_SAVE_AS = ""
DRAFT_LANG_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""
DRAFT_PAGE_LANG_SAVE_AS = ""

FEED_ALL_ATOM = None
FEED_ALL_RSS = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

RELATIVE_URLS = False
DELETE_OUTPUT_DIRECTORY = False
