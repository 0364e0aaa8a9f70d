"""What the public sees of an answer without remarks, and of one that was sent anew, in three languages."""

import shutil

import pytest

HEARING, BODY = "oppsummert", "elvby"
PAGES = {
    "answer": f"/{{}}horinger/{HEARING}/svar/{BODY}/",
    "hearing": f"/{{}}horinger/{HEARING}/",
    "municipality": f"/{{}}kommuner/{BODY}/",
}
LANGUAGES = {"nb": "", "nn": "nn/", "en": "en/"}
NO_REMARK = {"nb": "Uten merknad", "nn": "Utan merknad", "en": "Without remarks"}
CHANGED = {
    "nb": "Endret, versjon 2, 2. februar 2026 kl. 10.05",
    "nn": "Endra, versjon 2, 2. februar 2026 kl. 10.05",
    "en": "Changed, version 2, 2 February 2026, at 10:05",
}
CASES = [(language, kind) for language in LANGUAGES for kind in PAGES]


@pytest.fixture(scope="module")
def told(prove, built, tmp_path_factory):
    """A function that returns a page of a site where Elvby has answered without remarks, and a second time."""
    content = tmp_path_factory.mktemp("told") / "content"
    shutil.copytree(prove, content)
    folder = content / "hearings" / HEARING
    change(folder / "submissions" / "received.yml", ("version: 1", "version: 2"))
    copy = folder / "submissions" / f"{BODY}.yml"
    text = copy.read_text(encoding="utf-8")
    head = text[: text.index("answers:")].replace("version: 1", "version: 2")
    copy.write_text(f"{head}answers: []\nno_remark: true\n", encoding="utf-8")
    summary = folder / "summary.yml"
    summary.write_text(summary.read_text(encoding="utf-8") + "no_remark: 1\n", encoding="utf-8")
    site = built(content, tmp_path_factory.mktemp("told-site") / "output")
    assert site.exit_code == 0, site.said
    return lambda language, kind: site.pages[PAGES[kind].format(LANGUAGES[language])]


def change(path, *pairs):
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("language", "kind"), CASES)
def test_an_answer_without_remarks_is_told_as_one(told, language, kind):
    """On its own page, in the hearing's lists, and on the municipality's page."""
    tags = [tag["text"] for tag in told(language, kind).with_class("ds-tag")]
    assert NO_REMARK[language] in tags


@pytest.mark.parametrize(
    ("language", "figure"), [("nb", "1 uten merknad."), ("nn", "1 utan merknad."), ("en", "1 without remarks.")]
)
def test_the_figures_count_it(told, language, figure):
    """Beside the figures of those who took a stance."""
    assert figure in told(language, "hearing").text.replace("1 Without", "1 without")


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_page_says_what_it_means_and_asks_nothing_more(told, language):
    """No section stands there as if it had been left open."""
    page = told(language, "answer")
    assert not page.with_class("answer")
    assert {"nb": "uten merknad", "nn": "utan merknad", "en": "without remarks"}[language] in page.text


@pytest.mark.parametrize(("language", "kind"), CASES)
def test_an_answer_that_was_sent_anew_says_so(told, language, kind):
    """With the version and when it came, wherever the answer is told of."""
    assert CHANGED[language] in told(language, kind).text


def test_a_first_answer_is_not_told_as_changed(page):
    """The same site as it is kept: there Elvby has answered once."""
    assert all("Changed, version" not in page(address.format("en/")).text for address in PAGES.values())
