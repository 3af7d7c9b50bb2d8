"""Loading a whole base into the tables of a server."""

import msgspec
import pytest

from proposals_cli.domain.model.decoding import encode_record, table_of
from proposals_cli.domain.model.records import FORMAT, BaseInfo, Proposal, Record
from proposals_cli.errors import InvalidRecordError, StoreError
from proposals_cli.postgres import schema
from proposals_cli.postgres.address import parse_address
from proposals_cli.postgres.connection import Connection
from proposals_cli.postgres.creating import create_base
from proposals_cli.postgres.loading import LOADING_ORDER
from tests.factories import proposal, random_proposals, small_base, titles

INFO = BaseInfo(format=FORMAT, name="A base")


def create(address: str, records: list[Record]) -> Connection:
    """Create a base with these records and return a connection for changes to it."""
    ordered = sorted(records, key=lambda record: LOADING_ORDER.index(table_of(record)))
    create_base(parse_address(address), ordered, INFO)
    return Connection(parse_address(address), writing=True)


def found(base: Connection, words: str) -> list[str]:
    """Return the ids of the proposals that match a tsquery."""
    rows = base.rows(
        "SELECT id FROM proposal JOIN words USING (seq) WHERE words @@ %s::tsquery ORDER BY id",
        (words,),
    )
    return [id_ for (id_,) in rows]


def test_records_are_stored_as_they_are(address: str) -> None:
    """Every record comes out as it went in, and every count is right."""
    records = list(small_base(random_proposals(300, seed=5)))
    base = create(address, records)
    stored = base.rows("SELECT raw FROM document UNION ALL SELECT raw FROM record")
    assert sorted(raw.encode() for (raw,) in stored) == sorted(map(encode_record, records))
    proposals = [one for one in records if isinstance(one, Proposal)]
    counts = dict(base.rows("SELECT tid, sum(n) FROM counted WHERE tid < 1 GROUP BY tid"))
    assert counts[schema.PROPOSALS] == len(proposals)
    assert counts[schema.MEASURES] == sum(len(one.measures) for one in proposals)
    wrong = base.rows(
        "SELECT facet, value, c.n, p.n FROM term"
        " JOIN (SELECT tid, sum(n) AS n FROM counted GROUP BY tid) c USING (tid)"
        " JOIN (SELECT unnest(facets) AS tid, count(*) AS n FROM proposal GROUP BY 1) p USING (tid)"
        " WHERE c.n <> p.n"
    )
    assert wrong == []
    base.close()


@pytest.mark.parametrize(
    "text",
    ["tab\t and \\N and \\.", "line\nnext\r", 'quote\' "double"', "nul\0end", "𠮷野家", "{a,b}"],
)
def test_any_text_is_loaded(address: str, text: str) -> None:
    """Signs of the server's formats are only signs, also where a column has the text itself."""
    one = proposal("2020-a", titles=titles(zh=text), regions=(text,), extra={"x": text, text: "y"})
    base = create(address, list(small_base([one])))
    ((raw,),) = base.rows("SELECT raw FROM document")
    assert msgspec.json.decode(raw)["regions"] == [text]
    base.close()


def test_words_are_those_of_the_program(address: str) -> None:
    """C++ and Chinese are found, in phrases as well; nothing is found across passages."""
    one = proposal("2020-a", titles=titles(zh="关于数字经济的建议"))
    other = proposal("2020-b", titles=titles(zh="C++ 数"))
    base = create(address, list(small_base([one, other])))
    assert found(base, "'数字' <2> '经济'") == ["2020-a"]
    assert found(base, "'数':*") == ["2020-a", "2020-b"]
    assert found(base, "'c' <-> '+' <-> '+'") == ["2020-b"]
    assert found(base, "'字数'") == []
    base.close()


def test_a_long_text_is_found_to_its_end(address: str) -> None:
    """Beyond the 16,383 positions of a tsvector, and the 255 of one lexeme."""
    text = " ".join(["word"] * 40_000 + ["quite", "last"])
    base = create(address, list(small_base([proposal("2020-a", extra={"text": text})])))
    assert found(base, "'quit' <-> 'last'") == ["2020-a"]
    ((tokens, counted),) = base.rows(
        "SELECT sum(tokens), (SELECT n FROM counted WHERE tid = %s) FROM words", (schema.TOKENS,)
    )
    assert tokens == counted > 40_000
    base.close()


def test_a_base_that_is_there_is_not_replaced(address: str) -> None:
    """Whatever made it."""
    create(address, list(small_base([]))).close()
    with pytest.raises(StoreError, match="already"):
        create(address, [])


def test_a_failed_creation_leaves_nothing(address: str) -> None:
    """An id that is used twice is found when the indexes are made, and all is taken back."""
    with pytest.raises(InvalidRecordError, match="twice"):
        create(address, [proposal("2020-a"), proposal("2020-a")])
    create(address, [proposal("2020-a")]).close()


def test_a_base_of_another_version_is_refused(address: str) -> None:
    """In the round trip of the first question."""
    base = create(address, [])
    base.rows("UPDATE meta SET value = '99' WHERE key = 'schema'")
    base.close()
    with pytest.raises(StoreError, match="newer version"):
        Connection(parse_address(address)).rows("SELECT 1")
