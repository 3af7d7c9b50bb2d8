"""Lines end where a reader expects it, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from proposals_cli.render.wrapping import wrapped

TEXT = st.text(
    st.one_of(
        st.sampled_from("aé b中文字（）、。“”[1; 2]-/ｗ한カ🐘\u0301\u200d "),
        st.characters(categories=["L", "M", "N", "S", "Zs"]),
    ),
    max_size=120,
)


@given(TEXT, st.integers(3, 90))
def test_lines_fit_and_nothing_is_lost(text: str, width: int) -> None:
    """No line is wider than asked for, and the lines together are the text."""
    lines = wrapped(text, width)
    assert max(map(cell_len, lines)) <= width or lines == [text]
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.lists(st.text("abcé", min_size=1, max_size=9), min_size=1), st.integers(9, 90))
def test_words_stay_whole(words: list[str], width: int) -> None:
    """Lines end at spaces if they can."""
    text = " ".join(words)
    assert [word for line in wrapped(text, width) for word in line.split()] == words


@pytest.mark.parametrize("width", range(8, 60))
@pytest.mark.parametrize("mark", ["[1]", "[1][2]", "[a-law, art. 4]", "[1, p. 4]", "[12; 3]."])
def test_a_citation_is_on_one_line(mark: str, width: int) -> None:
    """Wherever the line would end."""
    if len(mark) > width:
        return
    for before in range(1, 12):
        lines = wrapped(f"{'word ' * before}end {mark} and more words", width)
        assert sum(mark in line for line in lines) == 1


def test_a_citation_that_is_longer_than_a_line_is_broken_between_its_parts() -> None:
    """Each part is on one line."""
    text = "A claim. [1, para 8; 2, para 3; 3, paras 7 and 9; 4, headline]"
    assert wrapped(text, 26) == [
        "A claim. [1, para 8;",
        "2, para 3;",
        "3, paras 7 and 9;",
        "4, headline]",
    ]


def test_chinese_fills_its_lines() -> None:
    """A run without spaces is no word, but punctuation does not begin or end a line wrongly."""
    assert wrapped("a 关于加快建设数字中国的建议", 16) == ["a 关于加快建设数", "字中国的建议"]
    assert wrapped("关于加快建设，数字", 12) == ["关于加快建", "设，数字"]
    assert wrapped("关于加快建（设数字）", 12) == ["关于加快建", "（设数字）"]


def test_a_word_that_is_longer_than_a_line_is_broken_at_a_hyphen() -> None:
    """Only there, and anywhere without one."""
    assert wrapped("a very-long-identifier", 12) == ["a", "very-long-", "identifier"]
    assert wrapped("abcdefghij", 4) == ["abcd", "efgh", "ij"]
