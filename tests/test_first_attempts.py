"""Questions that a reader of an article about the shipped proposals asks, and what is typed first.

Each is answered by the first attempt: what is expected here was looked up in the sources.
"""

# ruff: noqa: D103 - the names of the tests are sentences

import re

import pytest

from tests.conftest import Prop

QUESTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "who wrote the proposal on the digital economy": (
        ("show", "2017-digital-economy"), "Ma Huateng"
    ),
    "what that rests on": (
        ("show", "2017-digital-economy"), r"\[1\][\s\S]*Sources[\s\S]*tisi\.org"
    ),
    "which titles he calls himself by": (("show", "Pony Ma"), "Chairman and chief executive"),
    "in which years he wrote on the Bay Area": (
        ("stats", "theme:greater-bay-area", "--by", "year"), r"2017 +2[\s\S]*2022"
    ),
    "whether he was absent for eight years": (
        ("search", "absent"), r"(?m)^jqknews-2020 [\s\S]*fact about Ma Huateng"
    ),
    "how many there were by 2020": (("list", "year:..2020", "--count"), r"^43$"),
    "what small firms were to get soon": (
        ("measures", "--horizon", "near-term", "--theme", "sme"), r"small-firms#m01[\s\S]*#m02"
    ),
    "who was to act": (("measures", "--by", "actor"), r"Central government +12"),
    "which are known from announcements alone": (
        ("list", "missing:confirmation", "--count"), r"^19$"
    ),
    "what was answered": (("replies",), r"52 of 54"),
    "what he asked for children who play": (
        ("search", "minors", "games"), "2017-minors-healthy-internet-use"
    ),
    "which newspaper reported the absence": (
        ("search", "Nandu"), "Southern Metropolis Daily"
    ),
    "who the reporter was": (("search", "Ma Ningning"), "article-2020-credits"),
    "what the middle platform is about": (
        ("search", "中台"), "2020-industrial-internet-strategy"
    ),
    "what followed from the digital economy": (
        ("related", "2017-digital-economy"), "2018-digital-china"
    ),
    "how to cite it": (("cite", "2017-digital-economy"), r"Ma, H\. \(2017\)"),
    "what the proposals say of gig workers": (
        ("search", "gig workers"), "2021-new-forms-of-employment"
    ),
    "which programmes of his own firm he names": (
        ("stats", "--by", "entity"), r"Tencent +7[\s\S]*为村"
    ),
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_first_attempt_answers(question: str, prop: Prop) -> None:
    arguments, expected = QUESTIONS[question]
    found = prop(*arguments)
    assert re.search(expected, found.out + found.err), found
