"""Examining: is a file that a stranger sends what it says it is, and does it only hold what can be read?

A file's kind follows from its content. Then its own parser opens it, in a process of its own that has a limit of time
and of memory and knows no secret (`apart`), and what could do something on a reader's machine is looked for. What is
refused is refused with a sentence that says what to do. This room knows neither Flask, SQL nor Pelican.
"""

from hearing_app.examining.apart import examine_apart, read_text, strip_apart
from hearing_app.examining.kind import Kind
from hearing_app.examining.refused import Refused
from hearing_app.examining.virus import scan

__all__ = ["Kind", "Refused", "examine_apart", "read_text", "scan", "strip_apart"]
