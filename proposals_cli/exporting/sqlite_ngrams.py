"""N-grams of Chinese, for full-text indexes that do not segment Chinese.

A common tokenizer takes an unbroken run of Chinese for one word, so a shorter word within it is
never found. With every short run as a separate word, any tool finds it.
"""

import re
from collections.abc import Iterable

from proposals_cli.domain.text.normalise import fold_variants, to_nfc

_RUN = re.compile(
    "[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)


def ngrams(texts: Iterable[str], longest: int) -> str:
    """Return every run of one to ``longest`` characters once, as written and as folded.

    >>> ngrams(["数字 economy", "字"], 2)
    '字 数 数字'
    """
    found: set[str] = set()
    for text in texts:
        if text.isascii():
            continue
        written = to_nfc(text)
        for form in {written, fold_variants(written)}:
            for run in _RUN.findall(form):
                for start in range(len(run)):
                    stop = min(start + longest, len(run))
                    found.update(run[start:end] for end in range(start + 1, stop + 1))
    return " ".join(sorted(found))
