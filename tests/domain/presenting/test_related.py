"""Reasons in Chinese."""

from proposals_cli.domain.answers.related import REASONS
from proposals_cli.domain.presenting.related import reason_in


def test_every_reason_has_a_chinese_form() -> None:
    """A relation that is added needs one."""
    reasons = [*(one for pair in REASONS.values() for one in pair), "similar words", "series a"]
    shown = [reason_in(reason, "zh") for reason in reasons]
    assert all(any("\u4e00" <= character <= "\u9fff" for character in one) for one in shown)
    assert [reason_in(reason, "en") for reason in reasons] == reasons
