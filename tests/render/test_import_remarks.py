"""Sentences on what happened to values in an import."""

# ruff: noqa: D103 - the names of the tests are sentences

from proposals_cli.importing.remarks import Remark, RemarkKind, Remarks
from proposals_cli.render.import_remarks import MAX_SHOWN, remark_sentences


def test_every_kind_of_remark_has_a_sentence_with_count_and_column() -> None:
    for kind in RemarkKind:
        for count in (1, 3):
            remarks = Remarks()
            remarks.add(Remark(kind, "Betreff", f"word {n}") for n in range(count))
            (sentence,) = remark_sentences(remarks)
            assert str(count) in sentence
            assert "Betreff" in sentence or kind is RemarkKind.UNKNOWN_LANGUAGE
            assert "  " not in sentence


def test_many_remarks_are_summed_up() -> None:
    remarks = Remarks()
    remarks.add(Remark(RemarkKind.MARKUP, f"column {n}", "x") for n in range(MAX_SHOWN + 30))
    sentences = list(remark_sentences(remarks))
    assert len(sentences) == MAX_SHOWN + 1
    assert sentences[-1] == "and 30 more values with such remarks"


def test_remarks_beyond_the_limit_of_columns_are_counted() -> None:
    remarks = Remarks()
    remarks.add(Remark(RemarkKind.MARKUP, f"column {n}", "x") for n in range(700))
    assert sum(one.count for one in remarks) + remarks.beyond[RemarkKind.MARKUP] == 700
