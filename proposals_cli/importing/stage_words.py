"""What the words of an action say has happened."""

import re
from functools import lru_cache

from proposals_cli.domain.model.vocabulary import Stage

CACHE_SIZE = 16_384
MAX_TEXT = 400
"""Characters that are judged: what happened stands at the beginning."""

_PATTERNS = r"""
enacted became (?:public |private )?law|became p\.?l\.?|\bsigned into law\b
enacted \bsigned by (?:the )?(?:president|governor|mayor)
enacted approved by (?:the )?governor|chaptered|royal assent|\benacted\b|verkündet|promulgu[ée]
enacted \bpromulgation\b|promulgad|sancionad|公布|공포
vetoed \bvetoed\b|\bpocket veto|\bveto by (?:the )?(?:president|governor)|vetad
withdrawn \bwithdrawn\b(?! .{0,40}\bcosponsor)|zurückgezogen|\bretir[ée]e?s?\b|retirad|ritirat
withdrawn 撤回|철회
lapsed \bend of session\b
lapsed died (?:in|on)|\blapsed\b|\bexpired\b|caduc|decadut|erledigt durch ablauf|審議未了
lapsed 임기만료폐기
carried-over carried over|held over to|継続審査|継続審議
rejected \b(?:failed|defeated|negatived|rejected|not agreed to|voted down)\b|lost on division
rejected abgelehnt|rejet[ée]|rechazad|rejeitad|respint|否決|否决|未通过|부결
passed \bpassed\b|third reading.{0,20}(?:agreed|carried)
adopted \b(?:adopted|agreed to|carried)\b(?!(?: the| an)? amendment)|\badopt[ée]e?\b
adopted angenommen|verabschiedet
adopted aprobad|aprovad|approvat|可決|通过|通過|가결
amended \bamended\b|amendments? (?:adopted|agreed to|made)|adopted (?:the|an) amendment|geändert
replied \b(?:answered|replied)\b|\b(?:reply|response) (?:received|tabled|given|published)
replied \bbeantwortet\b|réponse|contestad|respondid|答弁|答复|答覆|답변
referred \breferred\b|\bassigned to .{0,40}committee|\bto (?:the )?committee on\b|überw[ie]+sen
referred renvoy|remitid|assegnat|付託|付委|交付.{0,12}委员会|회부
debated \bdebate|(?:second|first|1st|2nd) reading|\bhearing|\bconsidered\b|beratung|discussi|lesung
debated 審議|审议
introduced \b(?:introduced|filed|tabled|lodged|submitted)\b|read (?:the )?first
introduced \bpresented\b(?! to (?:the )?(?:president|governor|king|queen))
introduced eingebracht|eingereicht|eingang|dép[oô]t|dépos|presentad|apresenta|presentat
introduced 提出|提交|발의|제출
"""
"""What is looked for, more decisive words first: a stage and a regular expression a line."""

_DECISIVE = frozenset(
    (Stage.ENACTED, Stage.VETOED, Stage.WITHDRAWN, Stage.LAPSED, Stage.REJECTED, Stage.PASSED,
     Stage.ADOPTED)
)  # fmt: skip
_OF_A_PART = re.compile(
    r"amendment|\bamdt|motion to (?!suspend the rules and (?:pass|agree))|recommit|cloture"
    r"|reconsider|cosponsor|point of order|previous question|(?:first|second|1st|2nd) reading"
    r"|\bread (?:the )?(?:first|second)|\brule\b|\btitle\b.{0,25}amended\W+agreed|committee"
    r"|änderungsantrag|ausschuss|amendement|commission"
    r"|enmienda|emendament|comisi[oó]n|commissione|修正|委[员員]会|委員會",
    re.IGNORECASE,
)
"""What is decided on before, or beside, the proposal itself: a motion to recommit that failed."""

_OF_ANOTHER_TEXT = re.compile(
    r"amendment|\bamdt|cloture|\breports?\b|änderungsantrag|amendement|enmienda|emendament|修正",
    re.IGNORECASE,
)
"""What is presented on the way, and is not the proposal."""

_MOVED = re.compile(r"\bmove[ds] to (?:refer|(?:re)?commit)|motion to recommit", re.IGNORECASE)
"""What is asked for is not done yet."""

_COMPILED = tuple(
    (Stage(stage), re.compile(pattern, re.IGNORECASE))
    for stage, pattern in (line.split(" ", 1) for line in _PATTERNS.strip().splitlines())
)
_IN_COMMITTEE = re.compile(
    r".{0,20}\b(?:in|by|from) (?:the )?(?:\w+ ){0,3}(?:sub)?committee|"
    r" (?:the )?(?:first|second|1st|2nd) reading",
    re.IGNORECASE,
)
_IS_PLANNED = re.compile(r"[^.,;]{0,25}\b(?:scheduled|cancell?ed|postponed)\b", re.IGNORECASE)
"""What follows the words for a debate that has not been held."""

_COUNTS = re.compile(
    r"(?:votes?|nays|division|roll call|yeas)\D{0,20}?(\d{1,4})\s*[-–:]\s*(\d{1,4})"
    r"(?!\d|[-–/]\d)",
    re.IGNORECASE,
)
_NAMED_COUNTS = re.compile(r"(yeas|ayes|for|nays|noes|against)\s*:?\s*(\d{1,4})\b", re.IGNORECASE)
_YES = frozenset(("yeas", "ayes", "for"))


@lru_cache(maxsize=CACHE_SIZE)
def stage_of(text: str) -> Stage:
    """Return the stage that the words of an action show; ``other`` where they show none.

    >>> stage_of("Referred to the Subcommittee on Highways."), stage_of("Fiscal note printed")
    (<Stage.REFERRED: 'referred'>, <Stage.OTHER: 'other'>)
    """
    beginning = text[:MAX_TEXT]
    for stage, pattern in _COMPILED:
        found = pattern.search(beginning)
        if found is None or _is_of_something_else(stage, beginning, found):
            continue
        if stage is not Stage.DEBATED or not _IS_PLANNED.match(beginning, found.end()):
            return stage
    return Stage.OTHER


def _is_of_something_else(stage: Stage, text: str, found: re.Match[str]) -> bool:
    """Return whether the words up to what happened, or just after it, name something else."""
    before = text[: found.end()]
    if stage in _DECISIVE:
        return bool(_OF_A_PART.search(before) or _IN_COMMITTEE.match(text[found.end() :]))
    if stage is Stage.INTRODUCED:
        return _OF_ANOTHER_TEXT.search(before) is not None
    return stage is Stage.REFERRED and _MOVED.search(before) is not None


@lru_cache(maxsize=CACHE_SIZE)
def counts_in(text: str) -> tuple[tuple[str, int], ...]:
    """Return the votes for and against in the words of an action; none if it gives none.

    >>> counts_in("Passed by recorded vote: 219 - 212."), counts_in("Yeas: 98; Nays: 1")
    ((('yes', 219), ('no', 212)), (('yes', 98), ('no', 1)))
    """
    if found := _COUNTS.search(text[:MAX_TEXT]):
        return ("yes", int(found[1])), ("no", int(found[2]))
    named = {
        ("yes" if word.lower() in _YES else "no"): int(count)
        for word, count in _NAMED_COUNTS.findall(text[:MAX_TEXT])
    }
    return tuple(named.items()) if len(named) == 2 else ()
