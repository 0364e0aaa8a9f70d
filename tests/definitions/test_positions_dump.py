"""What is written as YAML is the same whichever of the two dumpers PyYAML was built with, and reads back whole."""

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from hearing_app.definitions.positions import DOTS, _represent_text, dump_yaml

AWKWARD = list("ab :-#'\"\n\t{}[]&*!|>%@`0123é–😀\u2028\x85 ,?~=")
TEXTS = st.text(alphabet=st.sampled_from(AWKWARD), max_size=60)


class Plain(yaml.SafeDumper):
    """The dumper that needs no library, with our own way of writing texts."""

    def ignore_aliases(self, _data):
        return True


def written_slowly(document):
    Plain.add_representer(str, _represent_text)
    told = {"allow_unicode": True, "sort_keys": True, "width": 100, "default_flow_style": False}
    text = yaml.dump(document, Dumper=Plain, **told)
    return text.removesuffix(DOTS) if text.endswith(f"\n{DOTS}") else text


@given(TEXTS)
@example("etter\n\n")
@example("Og så\n...")
def test_a_text_reads_back_as_it_was(text):
    """Whatever stands in it."""
    assert yaml.safe_load(dump_yaml({"text": text})) == {"text": text}


@given(
    st.lists(
        st.sampled_from(["Vann.", "Første.\nAndre.", "Etter\n\n", "...", "x\n...", "no", "12:30", "", "– x"]),
        max_size=6,
    )
)
def test_both_dumpers_write_the_same(texts):
    """So that a repository's history does not change with the machine that publishes."""
    document = {"answers": [{"item": str(at), "text": text, "choice": None} for at, text in enumerate(texts)]}
    assert dump_yaml(document) == written_slowly(document)
