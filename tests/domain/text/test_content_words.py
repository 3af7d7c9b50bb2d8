"""Reasons for a likeness are words that say what a text is about."""

import pytest

from proposals_cli.domain.text.content_words import is_content_word, shared_run


@pytest.mark.parametrize(
    "word",
    [
        *("about", "But", "strengthening", "strengthened", "marine", "fibre"),
        *(
            "Müll",
            "durch",
            "welche",
            "pêche",
            "dans",
            "pesca",
            "por",
            "海洋",
            "的建",
            "推进",
            "养老",
        ),
    ],
)
def test_words_of_grammar_and_of_asking_are_no_content(word: str) -> None:
    """In any of their forms, and in the languages of many parliaments."""
    content = {"marine", "fibre", "Müll", "pêche", "pesca", "海洋", "养老"}
    assert is_content_word(word) is (word in content)


def test_a_run_of_chinese_is_as_long_as_both_texts_have_it() -> None:
    """It ends at grammar, and where nothing is shared it is the word itself."""
    assert shared_run("老服", "完善养老服务的办法", "农村养老服务站") == "养老服务"
    assert shared_run("的老", "我的老师", "你的老家") == "的老"
    assert shared_run("marine", "marine parks", "a marine park") == "marine"
