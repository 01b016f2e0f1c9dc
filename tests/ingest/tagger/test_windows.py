import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Block, BlockRole, Span
from ingest.parse import Parse, Token
from ingest.quotes import scan_speaking
from ingest.tagger import FILE
from ingest.tagger.model import Model, load
from ingest.tagger.windows import MARK, READ, Labels, Quote, Window, cut, find_branches, surround

LABELS = Labels(("NN", "VBD"), ("nsubj", "ROOT"))


@pytest.fixture(scope="module")
def model() -> Model:
    return load(FILE)


def parse(*paragraphs: str) -> Parse:
    """A parse without a parser: each word hangs on the first of its paragraph."""
    text = "\n\n".join(paragraphs)
    blocks: list[Block] = []
    tokens: list[Token] = []
    sentences: list[tuple[int, int]] = []
    for number, m in enumerate(re.finditer(r"[^\n]+", text)):
        blocks.append(Block(Span(*m.span()), BlockRole.BODY, "a line"))
        first = len(tokens)
        for w in re.finditer(r"\w+|[^\w\s]", m[0]):
            start, i = m.start() + w.start(), len(tokens)
            dep = "ROOT" if i == first else "nsubj"
            end, forms = start + len(w[0]), (w[0], w[0].lower(), w[0])
            tokens.append(Token(i, start, end, *forms, "NN", "NOUN", dep, first, "", number, number))
        if len(tokens) > first:
            sentences.append((first, len(tokens)))
    return Parse(text, tuple(blocks), tuple(tokens), tuple(sentences), ())


def windows(model: Model, parsed: Parse) -> list[Window]:
    return list(cut(parsed, scan_speaking(parsed), model.tokenizer, model.labels))


ODD = st.lists(
    st.sampled_from([*"ab .,:;?!-—'’‘\"“”«»„\u00a0\u200f\u202e\n", "😀", "ﷺ", "שלום", "ß"]), max_size=300
).map("".join)


@settings(deadline=None)
@given(ODD)
def test_every_word_is_in_one_window_and_no_window_is_too_long(text: str) -> None:
    model = load_once()
    parsed = parse(*text.split("\n\n"))
    found = windows(model, parsed)
    assert [i for window in found for i in window.words] == list(range(len(parsed.tokens)))
    for window in found:
        assert window.pieces.shape[1] <= READ.pieces
        assert len(window.first) == len(window.words)
        assert window.first.max() < window.pieces.shape[1]


_MODELS: list[Model] = []


def load_once() -> Model:
    if not _MODELS:
        _MODELS.append(load(FILE))
    return _MODELS[0]


def test_a_paragraph_longer_than_a_window_is_cut_into_several(model: Model) -> None:
    found = windows(model, parse("word " * 2000))
    assert len(found) > 7
    assert sum(len(window.words) for window in found) == 2000


def test_short_paragraphs_share_a_window(model: Model) -> None:
    assert len(windows(model, parse(*["A short one."] * 20))) == 1


@pytest.mark.parametrize("pair", ["“”", '""', "«»", "‘’", "„”"])
def test_the_encoder_sees_one_mark_for_all_quotation_marks(model: Model, pair: str) -> None:
    opening, closing = pair[0], pair[1]
    parsed = parse(f"Berg said {opening}we are ready now{closing} and left.")
    [window] = windows(model, parsed)
    mark = model.tokenizer.token_to_id(MARK)
    at = [token.i for token in parsed.tokens if token.text in {opening, closing}]
    assert [window.pieces[0, window.first[i]] for i in at] == [mark, mark]
    assert [window.quotes[i] for i in at] == [Quote.OPENS, Quote.CLOSES]
    assert {int(window.quotes[i]) for i in range(at[0] + 1, at[1])} == {Quote.INSIDE}


def test_what_a_cue_may_reach_ends_with_the_next_paragraph(model: Model) -> None:
    parsed = parse("One two.", "Berg said so.", "And more of it.", "Something else.")
    [window] = windows(model, parsed)
    said = next(token.i for token in parsed.tokens if token.text == "said")
    around = surround(parsed, window, range(said, said + 1), model.labels)
    words = [parsed.tokens[window.words[i]].text for i in around.words]
    assert words == ["Berg", "said", "so", ".", "And", "more", "of", "it", "."]
    assert around.distance[around.cue.start] == 64


def test_branches_name_the_dependency_below_the_cue_and_the_heads_above() -> None:
    parsed = parse("said Berg yesterday", "Other words")
    branch = find_branches(parsed, range(5), range(1), LABELS)
    assert branch[0] == 3
    assert branch[1] == branch[2] == LABELS.deps.index("nsubj") + 1 + 4
    assert list(branch[3:]) == [0, 0]
    assert find_branches(parsed, range(5), range(1, 2), LABELS)[0] == 2
