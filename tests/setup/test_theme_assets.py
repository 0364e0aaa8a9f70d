import pytest

from setup.steps import SetupError
from setup.theme_assets import STYLESHEETS, VENDOR, font_faces, self_contained

FACES = """
/* inter-greek-wght-normal */
@font-face { font-family: 'Inter Variable';
  src: url(./files/inter-greek-wght-normal.woff2) format('woff2-variations'); }
/* inter-latin-wght-normal */
@font-face { font-family: 'Inter Variable';
  src: url(./files/inter-latin-wght-normal.woff2) format('woff2-variations'); }
"""


def test_only_the_alphabets_of_the_site_are_kept():
    """Greek is left out; latin stays, under the name the design system asks for."""
    [face] = font_faces(FACES)
    assert "font-family: 'Inter';" in face
    assert "src: url(fonts/inter-latin-wght-normal.woff2) format('woff2');" in face


@pytest.mark.parametrize(
    "css",
    [
        '@import "other.css";',
        "a { background: url(icon.svg) }",
        'a { background: url("icon.svg") }',
        "a { background: url( '/icon.svg' ) }",
    ],
)
def test_a_stylesheet_that_needs_other_files_stops_the_set_up(css):
    """A copy without the files it points to would be a broken page."""
    with pytest.raises(SetupError):
        self_contained(css)


def test_icons_inside_the_stylesheet_are_no_other_files():
    """The design system carries its icons as data: addresses."""
    css = """a { mask: url("data:image/svg+xml;utf8,<svg/>") } b { fill: url(#gradient) }"""
    assert self_contained(css) == css


def test_every_file_the_vendor_folder_names_is_in_it():
    """The set-up leaves stylesheets, fonts and the licences they came with."""
    named = {part.split(")")[0] for part in (VENDOR / "fonts.css").read_text().split("url(")[1:]}
    assert len(named) == 4
    for name in {*named, *STYLESHEETS, "LICENSE-designsystemet", "LICENSE-inter"}:
        assert (VENDOR / name).stat().st_size > 1000, name
