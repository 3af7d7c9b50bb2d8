"""Reading YAML."""

# ruff: noqa: D103 - the names of the tests are sentences

from pathlib import Path

import pytest
import yaml

from tests.importing.readers.test_json import SHAPES, A, B
from tests.importing.reading import cells, read_text


@pytest.mark.parametrize("shape", SHAPES)
def test_yaml_is_read_like_json_of_the_same_structure(shape: str, tmp_path: Path) -> None:
    text = yaml.safe_dump(SHAPES[shape], allow_unicode=True, sort_keys=False)
    assert cells(read_text(tmp_path, "rows.yaml", text)) == [A, B]


def test_yaml_words_stay_text(tmp_path: Path) -> None:
    text = "- {country: no, code: 012, n: 12, when: 2020-05-18, none: ~, yes: true}\n"
    assert cells(read_text(tmp_path, "rows.yaml", text)) == [
        {
            "country": "no",
            "code": "012",
            "n": 12,
            "when": "2020-05-18",
            "none": None,
            "yes": True,
        }
    ]


def test_yaml_documents_are_records(tmp_path: Path) -> None:
    text = "title: On a\nn: 1\n---\ntitle: On b\nn: 2\n"
    assert cells(read_text(tmp_path, "rows.yaml", text)) == [A, B]
