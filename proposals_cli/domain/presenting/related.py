"""The reasons of related proposals for a reader; programs get them in English."""

_CHINESE = {
    "continued by this one": "由本件承接",
    "continues this one": "承接本件",
    "related to this one": "与本件相关",
    "amended by this one": "由本件修正",
    "amends this one": "修正本件",
    "superseded by this one": "由本件取代",
    "supersedes this one": "取代本件",
    "companion of this one": "本件的姊妹案",
    "duplicated by this one": "本件与之重复",
    "duplicates this one": "与本件重复",
    "this one is part of it": "包含本件",
    "part of this one": "属于本件",
    "similar words": "用词相近",
}
_CHINESE_KINDS = {"series": "系列", "words": "共同用词", "themes": "主题"}


def reason_in(reason: str, lang: str) -> str:
    """Return a reason in Chinese for ``zh``, otherwise as it is.

    >>> reason_in("themes ecology, health", "zh")
    '主题 ecology, health'
    """
    if lang != "zh":
        return reason
    if reason in _CHINESE:
        return _CHINESE[reason]
    kind, _, values = reason.partition(" ")
    return f"{_CHINESE_KINDS.get(kind, kind)} {values}"
