"""The page on checking a receipt: the head of the log of what was received, its lines, and how anybody checks."""

from collections.abc import Iterator

from plugins.pages import SiteFile, SitePage
from plugins.site import Site

CHECK = r"""previous=$(printf '%064d' 0)
while read -r digest line; do
  case $line in
    -) ;;
    *" $previous") [ "$(printf '%s\n' "$line" | sha256sum)" = "$digest  -" ] || echo "changed: $line" ;;
    *) echo "does not follow: $line" ;;
  esac
  previous=$digest
done < journal.txt
echo "$previous"
"""
"""What computes the published log anew on any machine with a shell; docs/verify.md shows the same."""


def pages(site: Site) -> Iterator[SitePage | SiteFile]:
    """Yield the page, and the file with the lines where there are any."""
    details = {"head": site.journal, "check": CHECK if site.journal_lines else ""}
    yield SitePage("receipts.html", lambda a: a.receipts, details=lambda _: details)
    if site.journal_lines:
        yield SiteFile(lambda a: a.journal_lines, lambda _words, _base: site.journal_lines)
