"""Names of people as files write them, read into the parts that their form shows."""

# ruff: noqa: D103 - the names of the tests are sentences

import pytest

from proposals_cli.domain.matching.organisation_names import names_organisation
from proposals_cli.domain.matching.person_names import head_of, is_one_name, parse_name
from proposals_cli.importing.further_people import Further, without_further
from proposals_cli.importing.name_resolver import MAX_NAME

PARTS = ("text", "given", "particle", "family", "suffix")


def parts(text: str, language: str = "und") -> tuple[str | None, ...] | None:
    """Return text, given name, particle, family name and suffix of a name."""
    name = parse_name(text, language).name
    return tuple(getattr(name, part) for part in PARTS) if name else None


@pytest.mark.parametrize(
    ("text", "given", "particle", "family", "suffix"),
    [
        ("Sample, Ada", "Ada", None, "Sample", None),
        ("Sample, Hon. Ada", "Ada", None, "Sample", None),
        ("Hon. Sample, Ada", "Ada", None, "Sample", None),
        ("Muster Jr., Karl", "Karl", None, "Muster", "Jr."),
        ("Muster, Karl, Jr.", "Karl", None, "Muster", "Jr."),
        ("Muster, Jr., Karl", "Karl", None, "Muster", "Jr."),
        ("Karl Muster III", "Karl", None, "Muster", "III"),
        ("Eva von der Muster", "Eva", "von der", "Muster", None),
        ("Jan de Voorbeeld", "Jan", "de", "Voorbeeld", None),
        ("Ana dos Modelos", "Ana", "dos", "Modelos", None),
        ("van Voorbeeld, Jan Piet", "Jan Piet", "van", "Voorbeeld", None),
        ("Voorbeeld, Jan van", "Jan", "van", "Voorbeeld", None),
        ("Claire MODÈLE", "Claire", None, "MODÈLE", None),
        ("LE MODÈLE Claire", "Claire", None, "LE MODÈLE", None),
        ("LI Keqi", "Keqi", None, "LI", None),
        ("Eva LEUNG Ka-yee, SC", "Eva Ka-yee", None, "LEUNG", None),
        ("Eva Yung Hoi-lam", "Eva Hoi-lam", None, "Yung", None),
        ("Kim Ye-si", "Ye-si", None, "Kim", None),
        ("Juan Modelo y Muestra", "Juan", None, "Modelo y Muestra", None),
        ("Образцов Иван Петрович", "Иван Петрович", None, "Образцов", None),
    ],
)
def test_a_family_name_is_told_where_the_form_shows_it(
    text: str, given: str, particle: str | None, family: str, suffix: str | None
) -> None:
    found = parts(text)
    assert found
    assert found[1:] == (given, particle, family, suffix)


@pytest.mark.parametrize(
    "text",
    ["Ada Sample", "María Ejemplo Modelo", "Minta Péter", "ADA SAMPLE", "JD Sample", "M. Sample"],
)
def test_an_order_that_nothing_shows_is_not_guessed(text: str) -> None:
    assert parts(text) == (text, None, None, None, None)


@pytest.mark.parametrize(
    ("text", "name", "party"),
    [
        ("Sen. Ada Sample (D-WA)", "Ada Sample", "D"),
        ("Rep. Ada Sample [R-TX-3]", "Ada Sample", "R"),
        ("The Rt Hon. Ada Sample MP", "Ada Sample", None),
        ("Ada Sample (SPD)", "Ada Sample", "SPD"),
        ("Ada Sample (CDU/CSU)", "Ada Sample", "CDU/CSU"),
        ("Ada Sample (Labour Party)", "Ada Sample", "Labour Party"),
        ("Ada Sample (NY)", "Ada Sample", None),
        ("Ada Sample (N-VA)", "Ada Sample", "N-VA"),
        ("Ada Sample (CD&V)", "Ada Sample", "CD&V"),
        ("Ada Sample (PvdA)", "Ada Sample", "PvdA"),
        ("Ada Sample (McExample)", "Ada Sample", None),
        ("Ada Sample (retired)", "Ada Sample", None),
        ('Adam "Ad" Sample (I)', "Adam Sample", "I"),
        ("Ada Sample, MP", "Ada Sample", None),
        ("Ada Sample, Minister for Roads", "Ada Sample", None),
        ("Mr. Adam Sample of Texas", "Adam Sample", None),
        ("Mme Claire Modèle — Ministre des routes", "Claire Modèle", None),
        ("M. Jean Modèle", "Jean Modèle", None),
        ("Frau Prof. Dr. Eva Muster", "Eva Muster", None),
        ("Dr. med. Eva Muster MdB", "Eva Muster", None),
        ("Sr. D. Juan Modelo", "Juan Modelo", None),
        ("Sra. Dña. Ana Modelo", "Ana Modelo", None),
        ("王小明議員", "王小明", None),
        ("何議員淑某", "何淑某", None),
        ("张三委员", "张三", None),
        ("王小明（民主党）", "王小明", "民主党"),
        ("홍길동 의원", "홍길동", None),
        ("홍길동의원", "홍길동", None),
        ("例野　太郎君", "例野　太郎", None),
    ],
)
def test_titles_parties_and_places_are_taken_off(text: str, name: str, party: str | None) -> None:
    found = parse_name(text)
    assert found.name
    assert (found.name.text, found.party, found.is_whole) == (name, party, False)


def test_a_sign_that_ends_a_chinese_name_is_no_title() -> None:
    assert parts("张丽君", "zh") == ("张丽君", "丽君", None, "张", None)
    assert parts("例田花子君", "ja") == ("例田花子", None, None, None, None)
    assert parts("例花君", "ja") == ("例花", None, None, None, None)


@pytest.mark.parametrize(
    ("text", "language", "given", "family"),
    [
        ("王小明", "zh", "小明", "王"),
        ("歐陽小明", "zh-Hant", "小明", "歐陽"),
        ("例野　太郎", "ja", "太郎", "例野"),
        ("例野太郎", "ja", None, None),
        ("홍길동", "ko", "길동", "홍"),
        ("남궁길동", "ko", "길동", "남궁"),
        ("例明", "zh", None, None),
        ("阿例·不都", "zh", None, None),
    ],
)
def test_names_in_east_asian_letters_are_split_where_they_are_sure(
    text: str, language: str, given: str | None, family: str | None
) -> None:
    assert parts(text, language) == (text, given, None, family, None)


@pytest.mark.parametrize(
    "text", ["Regina Muster (葉小某)", "葉小某 (Regina Muster)", "葉小某 Regina Muster"]
)
def test_a_name_in_two_scripts_is_one_person(text: str) -> None:
    found = parse_name(text, "zh-Hant")
    assert found.name
    assert found.other
    assert (found.name.text, found.name.family) == ("Regina Muster", None)
    assert (found.other.text, found.other.family) == ("葉小某", "葉")
    assert found.is_whole


@pytest.mark.parametrize(
    ("text", "family"), [("Ma Lili (马丽丽)", "Ma"), ("Ben Ma (马丽丽)", None)]
)
def test_a_family_name_in_latin_letters_stands_first_only_if_it_looks_like_one(
    text: str, family: str | None
) -> None:
    name = parse_name(text, "zh").name
    assert name
    assert name.family == family


@pytest.mark.parametrize(
    "text",
    ["user 9996", "Mr Sample", "Rep", "SPD", "Ada Sample and Eva Muster", "Roads, Rail and Ports"],
)
def test_what_names_no_single_person_has_no_name(text: str) -> None:
    assert parse_name(text).name is None


@pytest.mark.parametrize(
    ("text", "rest", "further"),
    [
        ("張小三等12人", "張小三", Further("等12人", 12, is_total=True)),
        ("王小明等30名代表", "王小明", Further("等30名代表", 30, is_total=True)),
        ("例田花子君外四名", "例田花子君", Further("外四名", 4)),
        ("例田花子君 外３名", "例田花子君", Further("外３名", 3)),
        ("홍길동 외 3인", "홍길동", Further("외 3인", 3)),
        ("홍길동의원 등 12인", "홍길동의원", Further("등 12인", 12, is_total=True)),
        ("Ada Sample and 3 others", "Ada Sample", Further("and 3 others", 3)),
        ("Eva Muster und 5 weitere", "Eva Muster", Further("und 5 weitere", 5)),
        ("Ada Sample et al.", "Ada Sample", Further("et al.", None)),
        ("Eva Muster u. a.", "Eva Muster", Further("u. a.", None)),
        ("Ada Sample and others", "Ada Sample", Further("and others", None)),
        ("王小明等", "王小明", Further("等", None)),
        ("and others", "", Further("and others", None)),
        ("高等", "高等", None),
        ("Ada Island others", "Ada Island others", None),
    ],
)
def test_words_for_further_people_are_no_name(
    text: str, rest: str, further: Further | None
) -> None:
    assert without_further(text) == (rest, further)


@pytest.mark.parametrize(
    "text",
    [
        "Committee on Roads, Rail and Ports", "Fraktion der Mitte", "Bundesministerium für Wege",
        "Organisation for Sample Co-operation", "Ministère des chemins", "Comisión de Caminos",
        "Câmara dos Modelos", "Commissione per le strade", "Vaste commissie voor Wegen",
        "Trafikutskottet", "Komisja Dróg", "Комитет по дорогам", "Yollar Bakanlığı", "Muster AG",
        "Die Linke", "财政部", "交通委員會", "某某党", "環境省", "予算委員長",
        "국토교통부", "예산위원회",
        "某某有限公司", "Sample Industries Ltd.",
        "Secretary for Lakes and Rivers", "The Roads Secretary", "Prime Minister", "渠務局局長",
        "行政長官",
    ],
)  # fmt: skip
def test_organisations_are_told_in_many_languages(text: str) -> None:
    assert names_organisation(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada House", "Eva Chambers", "Ag Muster", "Sa Modelo", "Eva Partridge", "阿部", "李小会",
        "김정부", "例田花子", "王小明", "Ada Court", "Ada Bank", "Prime Minister Ada Sample",
        "Ada Secretary", "王局長",
    ],
)  # fmt: skip
def test_no_person_is_taken_for_an_organisation(text: str) -> None:
    assert not names_organisation(text)


def test_the_head_of_a_name_is_without_party_and_office() -> None:
    assert head_of("Ada Sample (Labour Party)") == "Ada Sample"
    assert head_of("Claire Modèle — Ministère des routes") == "Claire Modèle"


@pytest.mark.parametrize(
    ("parts", "is_one"),
    [
        (["Committee on Roads", "Rail and Ports"], True),
        (["Muster Jr.", "Karl Otto"], True),
        (["van Voorbeeld", "Jan Piet"], True),
        (["Ada Sample", "Eva Muster"], False),
        (["Committee on Roads", "Ada Sample"], False),
        (["Committee on Roads", "Committee on Rail"], False),
    ],
)
def test_commas_inside_a_name_do_not_separate_names(parts: list[str], *, is_one: bool) -> None:
    assert is_one_name(parts) == is_one


@pytest.mark.parametrize("piece", ["(", "等", "A, ", "and ", '"a ', "Dr. ", "(a)", "- ", "1", "君"])
def test_no_text_as_long_as_a_name_may_be_breaks_the_rules(piece: str) -> None:
    text = (piece * MAX_NAME)[:MAX_NAME]
    parse_name(without_further(text)[0])
    assert names_organisation(text) in (True, False)
