from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import nlp
from ingest.model import Block, BlockRole, Span
from ingest.parse import Parse

TEXT = "The  minister\u00a0spoke. She told the Senate “no”.\nShare this\nHe left \U0001f600 on Monday."


def parse(annotator: nlp.Annotator, text: str) -> Parse:
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line:
            role = BlockRole.CHROME if line.startswith("Share") else BlockRole.BODY
            blocks.append(Block(Span(start, start + len(line)), role, "by hand"))
        start += len(line) + 1
    return annotator.parse(text, blocks)


def test_every_token_slices_the_text_it_stands_for(annotator: nlp.Annotator) -> None:
    parsed = parse(annotator, TEXT)
    assert parsed.tokens
    for token in parsed.tokens:
        assert TEXT[token.start : token.end] == token.text
        assert token.text.strip()


def test_a_block_that_does_not_speak_is_not_annotated(annotator: nlp.Annotator) -> None:
    parsed = parse(annotator, TEXT)
    assert "Share" not in {token.text for token in parsed.tokens}
    assert {token.block for token in parsed.tokens} == {0, 2}


def test_subtrees_stay_within_their_sentence(annotator: nlp.Annotator) -> None:
    parsed = parse(annotator, TEXT)
    for first, end in parsed.sentences:
        for i in range(first, end):
            left, right = parsed.edges[i]
            assert first <= left <= i <= right < end
            assert min(parsed.subtree(i)) == left
            assert max(parsed.subtree(i)) == right


def test_tokens_between_two_offsets_lie_wholly_inside(annotator: nlp.Annotator) -> None:
    parsed = parse(annotator, TEXT)
    span = Span(TEXT.index("She"), TEXT.index("Senate") + 3)
    assert [token.text for token in parsed.between(span)] == ["She", "told", "the"]


def test_a_paragraph_longer_than_a_piece_is_cut_at_white_space() -> None:
    text = "word " * 30_000
    block = Block(Span(0, len(text)), BlockRole.BODY, "by hand")
    pieces = list(nlp.cut(text, block))
    assert "".join(piece.of(text) for piece in pieces) == text
    assert all(piece.of(text).endswith(" ") for piece in pieces)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_text_is_annotated_with_true_offsets(annotator: nlp.Annotator, text: str) -> None:
    for token in parse(annotator, text).tokens:
        assert text[token.start : token.end] == token.text


def test_a_headline_in_title_case_is_read_as_a_sentence_and_kept_as_it_is(annotator: nlp.Annotator) -> None:
    text = "Senate Says Talks Failed\nThe talks failed on Monday, the Senate says."
    cut = text.index("\n")
    blocks = [
        Block(Span(0, cut), BlockRole.HEADLINE, "by hand"),
        Block(Span(cut + 1, len(text)), BlockRole.BODY, "by hand"),
    ]
    parsed = annotator.parse(text, blocks)
    assert [token.text for token in parsed.tokens[:4]] == ["Senate", "Says", "Talks", "Failed"]
    assert [token.tag for token in parsed.tokens[:4]] == ["NNP", "VBZ", "NNS", "VBD"]
