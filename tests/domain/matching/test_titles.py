"""Titles that are equal or similar."""

# ruff: noqa: D103 - the names of the tests are sentences

import random
from typing import Any

import pytest
from rapidfuzz import process

from proposals_cli.domain.matching.titles import Titles
from proposals_cli.domain.text.normalise import normalise_title

BLOCK = (2020, "npc")


def found(stored: str, asked: str) -> bool:
    titles = Titles()
    titles.add(BLOCK, "2020-a", normalise_title(stored))
    asked = normalise_title(asked)
    return any(titles.same(BLOCK, asked)) or any(titles.near(BLOCK, asked))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("On building a digital economy", "On Building a “Digital Economy”"),
        (
            "On building a digital economy for small firms",
            "On buiding a digital economy for small firms",
        ),
        (
            "On the protection of the small firms and shops",
            "On protection of the small firms and shops",
        ),
        ("關於加快數字經濟發展的建議", "关于加快数字经济发展的建议"),
        ("关于加快推进粤港澳大湾区科技创新的建议", "关于加快推进粤港澳大湾区科技创新建议"),
    ],
)
def test_another_spelling_of_a_title_is_found(one: str, two: str) -> None:
    assert found(one, two)
    assert found(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Annual report on public health, part 3", "Annual report on public health, part 4"),
        ("On the ports of North Carolina and trade", "On the ports of South Carolina and trade"),
        ("关于支持湖南省乡村振兴与产业发展的建议", "关于支持湖北省乡村振兴与产业发展的建议"),
        ("第三届会议工作报告的决议", "第四届会议工作报告的决议"),
        ("On a", "On b"),
        ("Annual report on public health, part A", "Annual report on public health, part B"),
    ],
)
def test_a_title_on_another_matter_is_not_found(one: str, two: str) -> None:
    assert not found(one, two)


def test_a_named_title_is_found_only_if_equal() -> None:
    titles = Titles()
    titles.add(BLOCK, "a", "on small firms and shops", named=True)
    assert list(titles.near(BLOCK, "on small firms and shop")) == []
    assert list(titles.same(BLOCK, "on small firms and shops")) == ["a"]


def test_an_equal_title_is_not_a_similar_one() -> None:
    titles = Titles()
    titles.add(BLOCK, "a", "on small firms and shop")
    titles.add(BLOCK, "b", "on small firms and shops")
    assert list(titles.same(BLOCK, "on small firms and shops")) == ["b"]
    assert list(titles.near(BLOCK, "on small firms and shops")) == [("a", 97)]


def test_titles_of_another_year_or_body_are_not_found() -> None:
    titles = Titles()
    titles.add(BLOCK, "a", "on small firms")
    for block in ((2021, "npc"), (2020, "cppcc")):
        assert list(titles.same(block, "on small firms")) == []
        assert list(titles.near(block, "on small firmss")) == []


def random_titles(count: int) -> list[str]:
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghiklmnoprstu", k=7)) for _ in range(400)]
    return [" ".join(chance.choices(words, k=9)) for _ in range(count)]


def test_a_title_with_a_wrong_letter_is_found_among_many() -> None:
    chance = random.Random(2)
    known = random_titles(3_000)
    titles = Titles()
    for place, title in enumerate(known):
        titles.add(BLOCK, str(place), title)
    hits = 0
    for place in chance.sample(range(len(known)), 200):
        title = known[place]
        at = chance.choice([place for place, letter in enumerate(title) if letter != " "])
        misspelled = title[:at] + "x" + title[at + 1 :]
        found_one = next(titles.near(BLOCK, misspelled.strip()), None)
        hits += found_one is not None and found_one[0] == str(place)
    assert hits >= 190


def test_a_title_is_compared_with_few_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twice as many titles of a year take twice the time, not four times."""
    compared: list[int] = []
    extract = process.extract

    def counted(title: str, choices: dict[int, str], **options: Any) -> Any:
        compared.append(len(choices))
        return extract(title, choices, **options)

    monkeypatch.setattr(process, "extract", counted)
    for count in (1_000, 2_000):
        titles = Titles()
        for place, title in enumerate(random_titles(count)):
            list(titles.near(BLOCK, title))
            titles.add(BLOCK, str(place), title)
    assert len(compared) == 3_000 - 2  # the first of each run has no title to compare with
    assert max(compared) <= 150


def test_very_long_titles_are_found_only_if_equal() -> None:
    titles = Titles()
    titles.add(BLOCK, "a", "digital economy " * 1_000)
    assert list(titles.same(BLOCK, "digital economy " * 1_000)) == ["a"]
    assert list(titles.near(BLOCK, "digital economy " * 999)) == []
