"""Definitions: YAML and Markdown to the domain and back.

This room knows files, YAML and pydantic; it must not know Flask, SQL or Pelican. Everything that enters
is checked here, and a mistake is told with file, line, column and what to do.
"""

from hearing_app.definitions.council import load_council
from hearing_app.definitions.load import LoadedContent, content_folders, load_content
from hearing_app.definitions.matters import load_matter

__all__ = ["LoadedContent", "content_folders", "load_content", "load_council", "load_matter"]
