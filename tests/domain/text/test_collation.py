"""The order of titles."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals_cli.domain.text.collation import sort_key


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        # case and accents do not part what is alike; the plain form comes first
        ("en", "Apple apple Äpple banana Élan elbe ELK naive naïve zebra"),
        ("fr", "Cote cote coté côte côté cotes"),
        ("de", "Aal Äpfel Apotheke Straße Strauß Übung Ufer Zahl"),
        # letters of their own, in the alphabets that have them
        ("sv", "apa zebra ål ånga ärta öl"),
        ("sv-SE", "zon Åland Älv ö"),
        ("da", "zar æble øl ål år"),
        ("es", "nube nzo ñandú ñu oso"),
        ("pl", "cała cz ćma lody lz łódź mapa zupa źle żaba"),
        ("cs", "cena cukr čas hora chata ihla řada"),
        ("tr", "cam çay hız ılık içki sal şal ut üst"),
        # Chinese by sound, simplified or traditional, after Latin
        ("zh", "5G AI 安全 北京 产业 大湾区 廣東 广州 互联网 金融 数字 數字 医疗 中国"),
        ("zh-Hant", "安全 產業 廣東 經濟 醫療 中國"),
        ("ja", "あさ いぬ カメ さくら"),
        ("ko", "가나 나무 다리 학교"),
        ("ru", "Автор Ёлка ель закон"),
    ],
)
def test_titles_are_in_the_order_of_their_language(tag: str, words: str) -> None:
    """Whatever order they came in."""
    expected = words.split()
    mixed = random.Random(5).sample(expected, len(expected))
    assert sorted(mixed, key=lambda word: sort_key(word, tag)) == expected


@pytest.mark.parametrize(
    "titles",
    [
        ["Bill 2", "Bill 9", "Bill 010", "bill 10", "Bill 11a", "Bill 100"],
        ["第2次", "第10次", "第１１次"],
        ["2 birds", "10 birds", "birds"],
    ],
)
def test_numbers_are_in_their_order(titles: list[str]) -> None:
    """However many digits they have, zeros in front included."""
    assert sorted([*titles[2:], *titles[:2]], key=sort_key) == titles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Ending” it", "ending it"),
        ("〔医疗〕", "医疗"),
        ("On  e-mail", "On e mail"),
        ("O'Hara", "Ohara"),
        ("¿Qué?", "que"),
        ("ＡＢＣ１", "abc1"),
        ("經濟", "经济"),
    ],
)
def test_signs_and_forms_are_not_compared(one: str, other: str) -> None:
    """Quotation marks, brackets, width, and traditional forms decide nothing but ties."""
    assert sort_key(one).split("\0")[0] == sort_key(other).split("\0")[0]
    assert sort_key(one) != sort_key(other)


@given(st.text(), st.sampled_from([None, "", "en", "zh", "cs", "x"]))
def test_every_text_has_a_key_of_its_own(text: str, tag: str | None) -> None:
    """Any text can be sorted, and two never change places from one run to the next."""
    assert sort_key(text, tag).endswith("\0" + text)
