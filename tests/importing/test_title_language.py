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
        ("Lorem ipsum dolor sit amet xyz qwe", "Vbn rty zxc"),
    ],
)
def test_what_is_too_short_shows_none(titles: tuple[str, ...]) -> None:
    assert {FileLanguages(titles).of(title) for title in titles} <= {None, "la"}


def test_characters_in_a_japanese_file_are_japanese() -> None:
    found = FileLanguages((*FILES["ja"], "国民投票法案"))
    assert found.of("国民投票法案") == "ja"


@pytest.mark.parametrize("title", ["国民投票法案", "道路交通対策推進法案"])
def test_characters_that_only_japanese_has_make_a_file_japanese(title: str) -> None:
    assert FileLanguages(("道路交通対策推進法案", "国民投票法案")).of(title) == "ja"


def test_simplified_characters_are_chinese_in_a_japanese_file_as_well() -> None:
    assert FileLanguages(FILES["ja"]).of("关于改善公共交通服务的建议") == "zh"


MIXED = {
    "de": (
        "Anfrage betreffend die Sicherheit der Radwege in der Stadt",
        "Motion betreffend die Erhöhung der Kinderzulagen im Kanton",
        "Interpellation über die Lage der Spitäler auf dem Land",
    ),
    "fr": (
        "Question sur la situation des écoles dans les villages",
        "Motion relative à la protection des rivières et des lacs",
    ),
}


def test_titles_of_a_file_in_several_languages_are_in_their_own() -> None:
    found = FileLanguages(title for titles in MIXED.values() for title in titles)
    assert {found.of(title): title in MIXED["fr"] for title in (*MIXED["de"], *MIXED["fr"])} == {
        "de": False,
        "fr": True,
    }
    assert (
        found.of("Motion Muster") == found.of("Mozione sul finanziamento degli ospedali") == "und"
    )


def test_a_title_unlike_the_others_of_its_file_is_in_no_language(
    import_rows: ImportRows, base: Path
) -> None:
    titles = [*MIXED["de"], *FILES["de"], "Mozione sul finanziamento degli ospedali pubblici"]
    rows = [{"title": title, "year": "2020", "body": "x"} for title in titles]
    plan = import_rows(*rows)
    found = {one.titles[0].text: one.titles[0].lang for one in stored(base).values()}
    assert [found[title] for title in titles] == ["de"] * 5 + ["und"]
    assert [(one.kind, one.count) for one in plan.remarks] == [(RemarkKind.UNKNOWN_LANGUAGE, 1)]


def test_titles_tell_more_than_the_names_of_columns(import_rows: ImportRows, base: Path) -> None:
    rows = [{"Titel": title, "Jahr": "2020", "Gremium": "x"} for title in FILES["fr"]]
    import_rows(*rows)
    assert {one.titles[0].lang for one in stored(base).values()} == {"fr"}


def test_names_of_columns_tell_the_language_of_titles_that_are_too_short(
    import_rows: ImportRows, base: Path
) -> None:
    import_rows({"Titel": "Radwege", "Jahr": "2020", "Gremium": "x"})
    assert {one.titles[0].lang for one in stored(base).values()} == {"de"}


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
