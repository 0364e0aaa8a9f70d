"""Files of others, sent so that no browser opens them on this site."""

from urllib.parse import quote

from flask import Response, make_response


def as_download(data: bytes, name: str, media_type: str) -> Response:
    """Return a file that is saved, never shown: whatever is in it, nothing of it runs here.

    Args:
        name: as it is to be saved. It is told in the form that every browser reads (RFC 6266), and in plain ASCII.
    """
    response = make_response(data)
    response.mimetype = media_type
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-._ ()") else "_" for c in name)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
