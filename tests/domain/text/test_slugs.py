"""Ids made from texts."""

from proposals_cli.domain.text.slugs import title_slug


def test_slug_ends_with_a_complete_word() -> None:
    """A long title is cut between words."""
    assert title_slug("abcde " * 20) == "-".join(["abcde"] * 10)
    assert title_slug("") == title_slug("的") == ""
