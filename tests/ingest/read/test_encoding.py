from __future__ import annotations

import random

import pytest

from ingest.errors import Unreadable
from ingest.model import Article
from ingest.read.encoding import Decoded, decode, find_declared
from ingest.read.pages import make_article

TEXTS = {
    "en": "The café owner, José Muñoz, said on Tuesday that Zürich was fine and the naïve résumé false.\n",
    "fr": "Le ministre a déclaré mardi que le pont ouvrirait au printemps. « Nous sommes prêts », a-t-elle dit.\n",
    "pl": "Minister powiedział we wtorek, że most zostanie otwarty wiosną, dwa lata później niż planowano.\n",
    "ru": "Министр заявил во вторник, что мост откроется весной, с опозданием на два года.\n",
    "ar": "قال الوزير يوم الثلاثاء إن الجسر سيفتح في الربيع، بعد تأخير دام عامين، وأضافت اللجنة أنها مستعدة.\n",
    "zh": "部长星期二表示，大桥将于春天开放，比计划晚了两年。她对委员会说：“我们已经准备好了。”\n",
    "ja": "大臣は火曜日、橋は春に開通すると述べた。計画より二年遅れである。委員会に「準備はできている」と語った。\n",
    "tr": "Bakan salı günü köprünün ilkbaharda açılacağını söyledi, iki yıl gecikmeyle, bu şaşırtıcı değil.\n",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("en", "cp1252"),
        ("en", "mac_roman"),
        ("en", "cp850"),
        ("fr", "cp1252"),
        ("pl", "cp1250"),
        ("pl", "iso8859_2"),
        ("ru", "cp1251"),
        ("ru", "koi8_r"),
        ("ar", "cp1256"),
        ("zh", "gb18030"),
        ("zh", "big5"),
        ("ja", "cp932"),
        ("ja", "euc_jp"),
        ("tr", "cp1254"),
    ],
)
def test_an_encoding_that_nobody_named_is_told_by_its_words(language: str, encoding: str) -> None:
    text = (TEXTS[language] * 6).encode(encoding, "ignore").decode(encoding)
    assert decode(text.encode(encoding), "a.txt") == Decoded(text, encoding)


def test_a_typographic_quote_is_enough() -> None:
    text = "“We are ready,” the minister said – two years late, and after many an inquiry by the committee.\n"
    for encoding in ("cp1252", "mac_roman"):
        assert decode((text * 3).encode(encoding), "a.txt") == Decoded(text * 3, encoding)


@pytest.mark.parametrize("language", TEXTS)
def test_damaged_utf_8_is_never_taken_for_another_encoding(language: str) -> None:
    data = (TEXTS[language] * 10).encode()
    found = decode(data[:100] + b"\xe9\xff" + data[100:], "a.txt")
    assert isinstance(found, Unreadable)
    assert "is not UTF-8, as the rest is" in found.problem


@pytest.mark.parametrize("data", [b"caf\xe9", bytes(range(256)) * 50, random.Random(7).randbytes(5000)])
def test_what_cannot_be_told_is_left_alone(data: bytes) -> None:
    assert isinstance(decode(data, "a.txt"), Unreadable)


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("ISO-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("GB2312", "gb18030"), ("Shift_JIS", "cp932")],
)
def test_a_label_stands_for_what_the_web_takes_it_for(label: str, encoding: str) -> None:
    found = decode("Ж".encode("cp1251") if encoding == "cp1251" else b"A\x80"[:1] + b"\xe9\xa1", "a.html", label)
    assert isinstance(found, Decoded)
    assert found.encoding == encoding


@pytest.mark.parametrize(
    "label", ["klingon", "rot13", "hex", "unicode_escape", "raw_unicode_escape", "idna", "utf-7", "", "\0"]
)
def test_a_label_that_is_no_encoding_says_nothing(label: str) -> None:
    assert isinstance(decode(b"caf\xe9", "a.html", label), Unreadable)


def test_iso_2022_is_not_taken_for_ascii() -> None:
    data = TEXTS["ja"].encode("iso2022_jp", "ignore")
    found = decode(data, "a.html", "ISO-2022-JP")
    assert isinstance(found, Decoded)
    assert found.text == data.decode("iso2022_jp")


def test_what_a_page_declares_is_found() -> None:
    assert find_declared(b'<?xml version="1.0" encoding="koi8-r"?>') == "koi8-r"
    assert find_declared(b"<meta http-equiv=x content='text/html; charset=big5'>") == "big5"
    assert find_declared(b"<p>") is None


def test_a_damaged_page_is_read_where_its_article_is_whole() -> None:
    words = "Le café “Zürich” reste fermé, a déclaré mardi soir la ministre de la culture aux députés."
    page = f"<html><head><!--é#--></head><body><article><p>{words}</p></article></body></html>".encode()
    found = make_article(page.replace(b"#", b"\xe9"), "a.html")
    assert isinstance(found, Article)
    assert (found.text, found.encoding) == (words, "utf-8")
    broken = make_article(page.replace(b"mardi", b"mard\xe9"), "a.html")
    assert isinstance(broken, Unreadable)
    assert "holds bytes that are not UTF-8" in broken.problem
