"""In which language the titles of a file are."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import pytest

from proposals_cli.importing.remarks import RemarkKind
from proposals_cli.importing.title_language import FileLanguages
from tests.importing.planning import ImportRows, stored

FILES = {
    "de": ("Gesetz zur Änderung des Straßengesetzes", "Antrag zur Förderung der Schulen"),
    "en": ("An Act to amend the Highways Act", "A motion on the funding of schools"),
    "fr": ("Proposition de loi sur les transports", "Question sur la situation des écoles"),
    "es": ("Proyecto de ley sobre el transporte", "Pregunta sobre la situación de las escuelas"),
    "pl": ("Projekt ustawy o zmianie ustawy o drogach", "Interpelacja w sprawie szkół"),
    "sv": ("Motion om ändring av väglagen och skolorna", "Fråga om skolornas framtid i landet"),
    "uk": ("Проект закону про внесення змін до закону", "Про освіту та школи в Україні"),
    "ja": ("道路交通法の一部を改正する法律案", "学校教育に関する質問主意書"),
    "ko": ("도로교통법 일부개정법률안", "학교 교육에 관한 법률안"),
    "zh": ("关于改善公共交通服务的建议", "关于学校教育的建议"),
    "zh-Hant": ("關於改善公共交通服務的動議", "關於學校教育的動議"),
}


@pytest.mark.parametrize("language", FILES)
def test_the_titles_of_a_file_show_their_language(language: str) -> None:
    titles = FILES[language]
    found = FileLanguages(titles)
    assert [found.of(title) for title in titles] == [language, language]


@pytest.mark.parametrize(
    "titles",
    [
        (),
        ("One", "Two"),
        ("Bill 7", "HB 12"),
        (*FILES["de"], *FILES["fr"], *FILES["en"]),
        ("Lorem ipsum dolor sit amet xyz qwe", "Vbn rty zxc"),
    ],
)
def test_what_is_too_short_or_mixed_shows_none(titles: tuple[str, ...]) -> None:
    assert {FileLanguages(titles).of(title) for title in titles} <= {None, "la"}


def test_characters_in_a_japanese_file_are_japanese() -> None:
    found = FileLanguages((*FILES["ja"], "国民投票法案"))
    assert found.of("国民投票法案") == "ja"


def test_a_language_is_asked_for_once_where_it_is_not_known(
    import_rows: ImportRows, base: Path
) -> None:
    rows = [{"title": f"Xq {n}", "year": "2020", "body": "x"} for n in range(5)]
    plan = import_rows(*rows)
    assert [(one.kind, one.count) for one in plan.remarks] == [(RemarkKind.UNKNOWN_LANGUAGE, 5)]
    assert {one.titles[0].lang for one in stored(base).values()} == {"und"}
    stated = import_rows(*[row | {"year": "2021"} for row in rows], constants={"language": "eo"})
    assert not list(stated.remarks)


def test_titles_and_texts_get_the_language_of_their_file(
    import_rows: ImportRows, base: Path
) -> None:
    rows = [
        {"title": title, "year": "2020", "body": "x", "summary": title} for title in FILES["de"]
    ]
    import_rows(*rows)
    for one in stored(base).values():
        assert one.titles[0].lang == "de"
        assert one.summary
        assert [*one.summary.text] == ["de"]
