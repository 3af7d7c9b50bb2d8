"""Detecting the encoding of a text."""

# ruff: noqa: D103 - the names of the tests are sentences

from io import BytesIO
from pathlib import Path

import pytest

from proposals_cli.errors import InvalidQueryError
from proposals_cli.importing.readers.encodings import detect_encoding, named_encoding
from proposals_cli.importing.rows import ImportFileError, ReadOptions
from tests.importing.reading import read

TEXTS = {
    "cp1252": "Titel;Jahr\nMüll vermeiden;2020\n",
    "gb18030": "标题,年份\n关于改善空气污染的建议,2020\n",
    "big5hkscs": "標題,年份\n關於改善空氣污染的動議,2020\n",
    "cp932": "題名,年\n子どもの医療に関する請願,2020\n",
    "cp949": "제목,연도\n디지털 경제 활성화,2020\n",
    "cp1251": "название;год\nО поддержке малого бизнеса;2020\n",
    "cp1250": "tytuł;rok\nWspieranie małych przedsiębiorstw żółć;2020\n",
}


@pytest.mark.parametrize("codec", TEXTS)
@pytest.mark.parametrize("times", [1, 500])
def test_the_encoding_of_short_and_long_texts_is_detected(codec: str, times: int) -> None:
    content = (TEXTS[codec] * times).encode(codec)
    assert detect_encoding(BytesIO(content), "it").codec == codec


@pytest.mark.parametrize("text", ["l'intitulé à la société;2020\n", "ação da Câmara; año\n"])
def test_other_western_languages_are_windows_1252(text: str) -> None:
    assert detect_encoding(BytesIO(text.encode("cp1252")), "it").codec == "cp1252"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_recognised_with_and_without_a_byte_order_mark(
    codec: str, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("title,year\nRéseaux für 中国 and more words,2020\n".encode(codec))
    _, rows = read(path)
    assert rows[0].cells == {"title": "Réseaux für 中国 and more words", "year": "2020"}


def test_text_far_from_the_beginning_counts() -> None:
    content = b"plain ascii line\n" * 200_000 + "Müller für Öl\n".encode("cp1252")
    assert detect_encoding(BytesIO(content), "it").codec == "cp1252"


def test_utf8_with_a_broken_byte_is_not_taken_for_another_encoding() -> None:
    content = "关于加快数字经济发展的若干建议与措施".encode() * 20 + b"\xff\n"
    with pytest.raises(ImportFileError, match="is not UTF-8, as the rest is"):
        detect_encoding(BytesIO(content), "it")


@pytest.mark.parametrize("name", ["zip", "base64", "no-such", "rot13", "hex"])
def test_a_codec_that_is_not_an_encoding_is_rejected(name: str) -> None:
    with pytest.raises(InvalidQueryError, match="No encoding"):
        named_encoding(name, BytesIO(b""))


def test_a_named_encoding_is_used(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("title\nпривет\n".encode("koi8-r"))
    assert read(path, ReadOptions(encoding="koi8-r"))[1][0].cells == {"title": "привет"}


def test_bytes_outside_the_named_encoding_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("title\nMüll\n".encode("cp1252"))
    with pytest.raises(ImportFileError, match="is not UTF-8"):
        read(path, ReadOptions(encoding="utf-8"))
