"""Fold words to the form in which they are compared."""

import unicodedata


def well_formed(text: str) -> str:
    """Return the text without halves of characters, which a shell may hand over for bad bytes."""
    return text.encode("utf-8", "replace").decode() if not text.isascii() else text


def fold_key(text: str) -> str:
    """Return ``text`` as a key: width, case, accents and ``_``, ``-`` or space make no difference.

    >>> fold_key("Digital_Economy"), fold_key(" Réseau  bis ")
    ('digital-economy', 'reseau-bis')
    """
    decomposed = unicodedata.normalize("NFKD", well_formed(text))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    folded = unicodedata.normalize("NFKC", bare).casefold()
    return "-".join(folded.replace("_", " ").replace("-", " ").split())
