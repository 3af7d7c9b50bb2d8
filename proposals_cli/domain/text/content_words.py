"""Words that say what a text is about, apart from those that occur in any text.

The lists have words of grammar, and words that proposals on any subject use: verbs of asking and
improving, and words of degree.
"""

import re
from functools import cache
from itertools import islice
from typing import Final

MAX_FOUND = 20
"""Occurrences of a word that are compared with another text."""

LONGEST_RUN = 12
"""Characters by which a word is lengthened to either side, itself included."""

_WORDS: Final = {
    "en": """
about above across after again against all almost along already also although always among and
another any are around because been before being below between both but can cannot could did does
doing down during each either else enough even ever every few first for from further had has have
having here how however into its itself just last least less like many may might more most much
must near neither never next nor not now off once one only onto other others our out over own per
quite rather same second several shall she should since some still such than that the their them
then there these they third this those though three through thus together too toward towards two
under until upon very via was well were what when where whether which while who whole whom whose
why will with within without would yet you your he him his her hers it we us

according achieve active actively act add adopt advance advancing aim allow appropriate area ask
aspect based become begin benefit best better bring build call carry case cause certain change
clear come common complete comprehensive concrete consider continue cover create current deal
deepen deepening different difficult difficulty direct do draw drive due early effect effective
effectively effort encourage enhance ensure establish existing expand explore extend fast faster
field find follow form foster full fully further gain general give go good great greater group
grow guide hand help high high-quality higher hold important improve include increase innovate
integrate issue item join joint jointly keep kind large lead let level life line live lives local
long low lower main make matter mean means measure meet modern move national need new number old
open order overall part particular people place plan play point position possible power practical
practice present problem produce promote proper propose proposal protect provide public push put
raise range reach real realise rebuild recent reduce region regional related relevant release
require result right rise role run scale see seek serve set share short show side single situation
small society solve special speed spread stage stand start state steadily step strengthen strong
suggest suggestion support system systematically systemic take term thing time top transform treat
treatment true turn type unify upgrade use useful value various view way wide widely work world
year
""",
    "de": """
aber alle allem allen aller als also andere auch auf aus bei bereits bis damit dann das dass dem
den denn der des dessen die dies diese diesem diesen dieser dieses doch durch ein eine einem einen
einer eines einige etwa für gegen hat haben ihr ihre ihrem ihren ihrer ihres immer ist jede jeden
jeder jedoch kann kein keine können mehr mit muss müssen nach nicht noch nur oder ohne sehr sein
seine seinem seinen seiner sich sie sind sofern soll sollen sollte sowie über und uns unter vom
von vor war waren was weil weiter welche welchen welcher wenn werden wie wird wurde wurden zum zur
zwischen bitten daran darauf dazu hierzu insbesondere inwieweit kleine große neue neuen
""",
    "fr": """
afin ainsi alors après aucun aussi autre autres aux avant avec avoir car ceci cela celle celles
celui ces cet cette ceux chaque comme comment contre dans depuis des dès donc dont elle elles
encore entre est être eux faire font hors ils jusque leur leurs lors lui mais même mêmes moins nos
notre nous par pas pendant peut plus pour près quand quant que quel quelle quelles quels qui quoi
sans sauf selon ses son sont sous sur ses toujours tous tout toute toutes très une vers vos votre
vous
""",
    "es": """
además algunas algunos ante antes aquel aquella así aún aunque bajo cada como con contra cual
cuales cuando del desde donde durante ella ellas ellos entre era esa esas ese esos esta estas este
estos estar está están fue fueron hacia han hasta hay las les los más mediante mientras muy ningún
nos otra otras otro otros para pero por porque que quien según ser será sin sobre son sus también
tan tiene toda todas todo todos una unas uno unos
""",
    "pt": """
além ainda alguns ante após até cada com como contra cuja cujo das dos ela elas ele eles entre
essa esse esta estas este estes foi foram mais mas mediante mesmo muito nas nos não num numa onde
para pela pelas pelo pelos por porque quais qual quando que quem são sem ser será seu seus sob
sobre sua suas também toda todas todo todos uma umas uns
""",
    "it": """
alla alle allo anche ancora con che chi come contro cui dal dalla dalle degli dei del della delle
dello dopo dove due essere fra gli hanno loro nei nel nella nelle non nostro ogni per perché più
poi prima quale quali quando quanto quella quelle quelli quello questa queste questi questo sono
sua sue sugli sui sul sulla sulle suo tra tutte tutti una uno
""",
    "nl": """
aan als bij dan dat deze die dit door een één geen haar heeft het hij hoe hun kan maar meer men
met moet naar niet nog ook onder onze over pas tegen toch tot tussen uit van veel voor waar
wanneer was wat welke werd wie wij worden wordt zal zich zij zijn zonder zou
""",
}

_CHINESE: Final = "的了是及或并而之这那也都又"
"""Characters that are no part of a word for a thing."""

_CHINESE_WORDS: Final = """
关于 建议 提案 议案 我国 中国 国家 推进 推动 加快 促进 加强 提高
提升 完善 建立 建设 发展 实施 进行 开展 支持 鼓励 全面 充分 利用
发挥 作用 问题 工作 方面 重要 相关 有关 实现 形成 制定 通过 以及
如何 更好 积极 大力 深入 持续 不断 社会 进一 一步 应当 可以 需要
目前 当前 同时 打造 助力 构建 探索 引导 扩大 强化 深化 优化 创新
"""


@cache
def _common() -> frozenset[str]:
    return frozenset(" ".join(_WORDS.values()).split())


def is_content_word(word: str) -> bool:
    """Tell whether a word says what a text is about.

    >>> [one for one in ("marine", "Improving", "under", "海洋", "的建") if is_content_word(one)]
    ['marine', '海洋']
    """
    if re.match("[\u4e00-\u9fff]", word):
        return word not in _CHINESE_WORDS.split() and not any(one in _CHINESE for one in word)
    return not _common().intersection(_base_forms(word.casefold()))


def _base_forms(word: str) -> set[str]:
    """Return what an English word may be a form of."""
    forms = {word}
    for ending, short in (("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ied", "y")):
        if word.endswith(ending):
            forms.add(word.removesuffix(ending) + short)
    if word.endswith("ing"):
        stem = word.removesuffix("ing")
        forms |= {stem, stem + "e", stem[:-1]}
    return forms


def shared_run(word: str, own: str, other: str) -> str:
    """Return the longest run of Chinese characters round a word that two texts share.

    A word of two characters that was found by chance may be parts of two words.

    >>> shared_run("区海", "粤港澳大湾区海洋的生态", "大湾区海洋保护")
    '大湾区海洋'
    """
    best = word
    for found in islice(re.finditer(re.escape(word), own), MAX_FOUND):
        start, end = found.span()
        first, last = max(0, end - LONGEST_RUN), start + LONGEST_RUN
        while end < min(last, len(own)) and _is_part(own[end]) and own[start : end + 1] in other:
            end += 1
        while start > first and _is_part(own[start - 1]) and own[start - 1 : end] in other:
            start -= 1
        best = max(best, own[start:end], key=len)
    return best


def _is_part(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" and character not in _CHINESE
