"""QR codes. The only module with segno."""

import io

import segno

WHITE_AROUND = 4
"""Modules; readers need no less."""


def qr_svg(text: str) -> bytes:
    """Return a text as a QR code, an SVG picture of its own."""
    drawn = io.BytesIO()
    segno.make(text, micro=False).save(drawn, kind="svg", scale=5, border=WHITE_AROUND, light="#ffffff")
    return drawn.getvalue()
