from pathlib import Path

from bench import memory
from ingest.model import Article
from ingest.read import read


def test_no_two_articles_are_alike(tmp_path: Path) -> None:
    memory.write_articles(tmp_path / "articles.jsonl", 200)
    articles = [each for each in read(tmp_path / "articles.jsonl") if isinstance(each, Article)]
    assert len(articles) == 200
    assert len({each.text for each in articles}) == len({each.url for each in articles}) == 200
    assert len({each.text.partition("\n\n")[0] for each in articles}) > 20


def test_each_number_has_a_name_of_its_own() -> None:
    assert len({memory.name(number) for number in range(memory.ARTICLES)}) == memory.ARTICLES


def test_a_note_is_made_when_so_many_are_done_and_not_before() -> None:
    noted: list[int] = []
    watched = memory.watch([Article(text, "") for text in "abcd"], 2, noted.append)
    assert [len(noted) for _ in watched] == [0, 0, 1, 1]
    assert noted == [2, 4]


def test_the_peak_is_no_less_than_what_is_held() -> None:
    assert 0 < memory.read_status() <= memory.read_status("VmHWM")
