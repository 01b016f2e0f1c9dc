"""Every question gives exactly the rows that a careful reader of the articles gives.

``expected/`` holds those rows, article by article, read off the texts by hand. What the software does not get right
yet is said there row by row, with the reason: a row marked ``missing`` does not come, a row under ``wrong`` comes
instead, and nothing else differs. An excuse that no longer holds fails the test, so that the list is never stale.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from api import questions
from ingest.model import Article
from ingest.read.records import make_article
from tests.questions.conftest import SAMPLES, Answers, Library, MakeLibrary, edited, load_json

NAMES = [question.name for question in questions.load()]
CASES = [(name, n) for name in NAMES for n in range(len(load_json("expected", name)))]
PLACES = frozenset({"begin", "end", "place", "share", "where"})


def key(row: Mapping[str, str]) -> str:
    return json.dumps({name: row[name] for name in sorted(row) if name not in PLACES}, ensure_ascii=False)


def counted(rows: Iterable[Mapping[str, str]]) -> Counter[str]:
    return Counter(key(row) for row in rows)


def check_places(library: Library, rows: Answers) -> None:
    """See that each row leads to its words: all of them, or one stretch of what was cut in two."""
    for row in rows:
        if "share" in row:
            own, all_ = int(row["own"]), int(row["own"]) + int(row["others"])
            assert Fraction(row["share"]).limit_denominator(1000) == Fraction(own, all_)
        elif "what" in row:
            assert library.words(row) in row["what"]
        elif "begin" in row:
            assert library.texts[row["article"]][int(row["begin"]) : int(row["end"])] == row["words"]
        else:
            assert library.words(row) == row["words"]


def check_rows(found: Answers, case: Mapping[str, Any], article: str | None = None) -> None:
    """See that the rows are those of a case, but for what it says is not right yet."""
    named = {} if article is None else {"article": article}
    right = [{**row, **named} for row in case["rows"]]
    due = counted({k: v for k, v in row.items() if k != "missing"} for row in right if "missing" not in row)
    excused = counted({k: v for k, v in row.items() if k != "missing"} for row in right if "missing" in row)
    wrong = counted({k: v for k, v in {**row, **named}.items() if k != "why"} for row in case.get("wrong", []))
    got = counted(found)
    assert due - got == Counter(), "rows that do not come"
    assert got - due - excused - wrong == Counter(), "rows that should not come"
    assert excused & (got - due) == Counter(), "rows that come after all: take their excuse away"
    assert wrong - got == Counter(), "rows that no longer come: take them from the wrong ones"


@pytest.mark.parametrize(("name", "n"), CASES)
def test_the_samples_give_exactly_the_right_rows(samples: Library, name: str, n: int) -> None:
    case: dict[str, Any] = load_json("expected", name)[n]
    found = samples.ask(edited(questions.find(name).query, case.get("edit", {})))
    check_places(samples, found)
    check_rows(found, case)


def test_every_sample_is_asked_about() -> None:
    asked = {row["article"] for name in NAMES for case in load_json("expected", name) for row in case["rows"]}
    assert asked == {path.stem for path in SAMPLES}


@pytest.mark.parametrize("name", NAMES)
def test_a_misleading_article_does_not_mislead(make_library: MakeLibrary, tmp_path: Path, name: str) -> None:
    case: dict[str, Any] = load_json("misleading", name)
    library = make_library(tmp_path / "store", [(name, article_of(case["article"]))])
    found = library.ask(edited(questions.find(name).query, case.get("edit", {})))
    check_places(library, found)
    check_rows(found, case, name)
    naive = library.ask(naive_query(name))
    for row in case["naive_adds"]:
        assert any(row.items() <= other.items() for other in naive), f"the naive query does not fall for {row}"
    for row in case["naive_misses"]:
        assert not any(row.items() <= other.items() for other in naive), f"the naive query does find {row}"
    assert case["naive_adds"] or case["naive_misses"]


def naive_query(name: str) -> str:
    text = (Path(__file__).parent / "misleading" / f"{name}.rq").read_text(encoding="utf-8")
    return questions.with_prefixes(text, questions.shared_prefixes())


def article_of(record: Mapping[str, str]) -> Article:
    article = make_article(dict(record), "misleading", None)
    assert isinstance(article, Article)
    return article
