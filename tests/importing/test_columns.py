"""Which column gives which field."""

# ruff: noqa: D103 - the names of the tests are sentences

import pytest

from proposals_cli.domain.model.vocabulary import Kind, Status
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.column_names import column_names, term_words
from proposals_cli.importing.columns import Columns, check_field, guess
from proposals_cli.importing.vocabulary_lookup import kind_of, status_of


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Title", "title"),
        ("Betreff", "title"),
        ("TITEL:", "title"),
        ("案由", "title"),
        ("議題", "title"),
        ("Intitulé", "title"),
        ("Título", "title"),
        ("titolo", "title"),
        ("title_zh", "title.zh"),
        ("title.en", "title.en"),
        ("Einreichungsdatum", "date"),
        ("Déposé le", "date"),
        ("提交日期", "date"),
        ("Antragsteller", "people"),
        ("sponsorships.name", "people"),
        ("sponsor.name", "people"),
        ("Primo firmatario", "people"),
        ("領銜人", "people"),
        ("Maßnahmen", "measures"),
        ("jurisdiction.name", "body"),
        ("abstracts.abstract", "summary"),
        ("sources.url", "source"),
        ("sourceUrl", "source"),
        ("official_numbers", "number"),
        ("published_at", "date"),
        ("presentedOn", "date"),
        ("Date of Introduction", "date"),
        ("Fecha Radicación", "date"),
        ("提出日", "date"),
        ("Antwortdatum", "response.when"),
        ("antwort.ressort", "response.who"),
        ("antwort.pdf", "response.url"),
        ("答弁書受領日", "response.when"),
        ("会办单位", "response.joint"),
        ("答复文号", "response.number"),
        ("Date de réponse", "response.when"),
        ("Ministre interrogé", "addressees"),
        ("提出时间", "date"),
        ("title_de", "title.de"),
        ("Title (French)", "title.fr"),
        ("title_zh_Hant", "title.zh-Hant"),
        ("Fraktion", "party"),
        ("title_de_basis", "title.de.basis"),
        ("numer", "number"),
        ("Proyecto de Ley", "number"),
        ("提出番号", "number"),
        ("件名", "title"),
        ("Tytuł", "title"),
        ("VORSTOSS_BEZEICHNUNG", "title"),
        ("VORSTOSSART_BEZEICHNUNG", "kind"),
        ("提出者", "people"),
        ("sponsor_name1", "people"),
        ("sponsor_name8", "people"),
        ("Thema_3", "themes"),
        ("Anfragende", "people"),
        ("situacao", "status"),
        ("bill_status", "status"),
    ],
)
def test_a_column_is_recognised_by_its_name(column: str, field: str) -> None:
    match = guess(column)
    assert match is not None
    assert match.field == field


@pytest.mark.parametrize(
    "column",
    [
        "PARTEI_BEZEICHNUNG_1",
        "title 2",
        "title_new",
        "title_id",
        "titles.as",
        "created_at",
        "sources.note",
        "sponsorships.party.id",
        "x",
        "",
    ],
)
def test_a_column_with_an_unknown_name_is_not_guessed(column: str) -> None:
    assert guess(column) is None


def test_every_column_name_means_one_field() -> None:
    seen: dict[str, str] = {}
    for field, languages in column_names().items():
        assert check_field(field) == field
        assert all(canonical_tag(language) for language in languages)
        for names in languages.values():
            for name in names:
                assert normalise_name(name)
                assert seen.setdefault(normalise_name(name), field) == field, (
                    f"{name} means two fields"
                )
    assert set(term_words()["kind"]) <= set(Kind)
    assert set(term_words()["status"]) <= set(Status)


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Act Name", "title"), ("date_proposed", "date"), ("Tabled by", "people"),
        ("datumEingereicht", "date"), ("Geschäftsnummer", "number"), ("linkGeschaeft", "source"),
        ("einreichende.name", "people"), ("Schlagwörter", "themes"), ("Geschäftstitel", "title"),
        ("MatterFile", "number"), ("MatterStatusName", "status"), ("StatusName", "status"),
        ("intressent.namn", "people"), ("house", "body"),
        ("TypeName", "kind"), ("billnumber", "number"), ("PROPOSALID", "id"), ("introdate", "date"),
        ("MatterIntroDate", "date"), ("motion_en", "title.en"),
        ("Datum der Antwort", "response.when"), ("fecha de ingreso", "date"),
        ("議案名", "title"), ("経過情報URL", "source"), ("의안명", "title"), ("제안일자", "date"),
        ("공동발의자", "cosponsors"), ("議案名稱", "title"), ("連署人", "cosponsors"),
        ("Rubrik", "title"), ("Fremsat", "date"), ("Název", "title"), ("Назва", "title"),
        ("motion_text_en", "title.en"),
        ("mover_ch", "people.zh"), ("Title (French)", "title.fr"), ("titre_nl", "title.nl"),
        ("Current Status Date", "status.date"), ("ministère interrogé", "addressees"),
    ],
)  # fmt: skip
def test_headings_of_many_languages_are_known(column: str, field: str) -> None:
    match = guess(column)
    assert match is not None
    assert match.field == field


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Signed by Governor", "enacted"), ("Dead", "rejected"),
        ("In Beratung", "referred"), ("Filed (End of Session)", "lapsed"),
        ("Abgeschrieben", "closed"),
        ("Chaptered", "enacted"), ("Royal Assent", "enacted"), ("Assented", "enacted"),
        ("adoptée", "adopted"), ("rejetée", "rejected"), ("Arquivado", "lapsed"),
        ("审查中", "referred"), ("成立", "adopted"), ("可決", "adopted"), ("CHIUSA", "closed"),
        ("planned-or-submitted", "planned-or-submitted"), ("to_be_submitted", "to-be-submitted"),
        ("원안가결", "adopted"), ("철회", "withdrawn"), ("Died on Order Paper", "lapsed"),
        ("Passed Senate 2020-03-04", "passed"), ("Adopted (12 May 2020)", "adopted"),
        ("Withdrawn on 3 May", "withdrawn"), ("Passed over", "unknown"), ("ruht", "unknown"),
        ("Not adopted", "unknown"), ("uchwalono", "adopted"), ("avslag", "rejected"),
    ],
)  # fmt: skip
def test_words_for_a_status_are_known_in_many_languages(word: str, status: str) -> None:
    assert status_of(word).value == status


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Anfrage", "question"), ("Standesinitiative", "initiative"),
        ("Schriftliche Frage", "question"), ("Question écrite", "question"), ("法律案", "bill"),
        ("Early Day Motion", "motion"), ("interpelacja", "interpellation"), ("청원", "petition"),
        ("Joint Resolution", "resolution"), ("Zwischenruf", "other"),
    ],
)  # fmt: skip
def test_words_for_a_kind_are_known_in_many_languages(word: str, kind: str) -> None:
    assert kind_of(word)[0].value == kind


def test_the_likelier_of_two_columns_gives_the_field() -> None:
    columns = Columns(())
    columns.decide(["Betreff", "Titel", "Gegenstand"])
    found = {name: match.field for name, match in columns.all().items()}
    assert found == {"Betreff": "extra", "Titel": "title", "Gegenstand": "extra"}


def test_the_map_option_takes_precedence_over_names() -> None:
    columns = Columns((("title", "betr*"), ("people", "Sponsor *")))
    columns.decide(["Titel", "Betreff", "Sponsor 1", "sponsor 2", "Autor"])
    found = {name: match.field for name, match in columns.all().items()}
    assert found == {
        "Titel": "extra",
        "Betreff": "title",
        "Sponsor 1": "people",
        "sponsor 2": "people",
        "Autor": "extra",
    }
    assert columns.not_found() == []


@pytest.mark.parametrize(
    "names", [["Titel", "Datum", "Initiative", "Link"], ["Asunto", "Wahlperiode", "Vorgangstyp"]]
)
def test_the_language_of_a_table_is_that_of_most_names(names: list[str]) -> None:
    columns = Columns(())
    for name in names:
        columns.decide([name])
    assert columns.language == "de"


def test_the_title_is_the_column_that_has_translations() -> None:
    """Another column with a likelier name is not what they translate."""
    columns = Columns(())
    columns.decide(["title", "heading", "heading_en", "heading_fr"])
    assert columns.match("heading").field == "title"
    assert columns.match("heading_fr").field == "title.fr"
    assert columns.match("title").field == "extra"


def test_of_two_columns_of_ids_the_one_without_repeats_is_meant() -> None:
    """The other names what several proposals are about, such as the act that they amend."""
    columns = Columns(())
    rows = [{"bill id": "a", "proposal id": "1"}, {"bill id": "b", "proposal id": "1"}]
    columns.decide(["proposal id", "bill id"], None, rows)
    assert columns.match("bill id").field == "id"
    assert columns.match("proposal id").field == "extra"
    alone = Columns(())
    alone.decide(["proposal id"], None, rows)
    assert alone.match("proposal id").field == "id"


def test_a_type_of_mover_is_no_kind() -> None:
    columns = Columns(())
    columns.decide(["type"], {"type": "Public Officer"})
    assert columns.match("type") == ("extra", "by name, not a kind", frozenset(), 0)
    columns.decide(["bill type"], {"bill type": "Decree"})
    assert columns.match("bill type").field == "kind"


@pytest.mark.parametrize("name", ["legislature", "parliament", "Wahlperiode"])
def test_a_parliament_that_is_a_number_is_a_term(name: str) -> None:
    columns = Columns(())
    columns.decide([name], {name: "43"})
    assert columns.match(name).field == "term"


def test_a_parliament_with_a_name_is_a_body() -> None:
    columns = Columns(())
    columns.decide(["legislature"], {"legislature": "Assemblée nationale"})
    assert columns.match("legislature").field == "body"


def test_a_bill_that_is_a_sentence_is_a_title() -> None:
    columns = Columns(())
    columns.decide(["Proyecto de Ley"], {"Proyecto de Ley": "Por medio de la cual se dictan"})
    assert columns.match("Proyecto de Ley").field == "title"
