"""Read names of people in Chinese, Japanese and Korean letters: titles, family and given name."""

import re

from proposals_cli.domain.model.parts import PersonName
from proposals_cli.domain.text.languages import main_script

_CJK_TITLE = re.compile(
    "(?:議員|议员|委員|委员|代表|先生|女士|小姐|博士|氏|\\s?(?:국회의원|의원|위원|대표|박사|씨))$"
)
_INNER_TITLE = re.compile("^(.)(?:議員|议员)(..?)$")

_CHINESE_TWO = frozenset(
    (
        "歐陽", "欧阳", "司馬", "司马", "上官",
        "諸葛", "诸葛", "東方", "东方", "皇甫", "尉遲", "尉迟",
        "公孫", "公孙", "慕容",
        "令狐", "夏侯", "司徒", "端木",
        "長孫", "长孙", "宇文", "獨孤", "独孤", "南宮", "南宫", "范徐",
    )
)  # fmt: skip
_CHINESE_ONE = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許邓鄧韩韓冯馮曹彭曾"
    "肖蕭萧田董袁潘于余叶葉蒋蔣杜苏蘇魏程吕呂丁任沈姚卢盧姜崔钟鐘譚谭陆陸汪范石廖贾賈夏韦韋付方白邹鄒"
    "孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯柯温溫康施洪"
)
_KOREAN_TWO = frozenset(("남궁", "황보", "제갈", "사공", "선우", "서문", "독고"))


def without_titles(text: str, language: str) -> str:
    """Return a name without titles of members and of politeness.

    >>> [without_titles(name, "zh") for name in ("王小明議員", "何議員淑峯", "张丽君")]
    ['王小明', '何淑峯', '张丽君']
    """
    shortest = 3 if language[:2] == "ja" else 4
    if text.endswith("君") and is_japanese(text, language) and len(text) >= shortest:
        return text[:-1].strip()
    name = _INNER_TITLE.sub(r"\1\2", text)
    while name == text or _CJK_TITLE.search(name):
        found = _CJK_TITLE.search(name)
        if not found or len(name) - len(found[0]) < 2:
            break
        name = name[: found.start()].strip()
    return name


def is_japanese(text: str, language: str) -> bool:
    """Return whether a name is Japanese: one of the language, or in two parts before 君."""
    return language[:2] == "ja" or (text.endswith("君") and len(text.split()) == 2)


def split(name: str, language: str) -> PersonName:
    """Return a name with its parts where a space, a script or a list of families shows them."""
    parts = name.split()
    if len(parts) == 2:
        return PersonName(text=name, family=parts[0], given=parts[1])
    family = 0
    if len(parts) > 1 or language[:2] == "ja" or not 2 <= len(name) <= 4:
        return PersonName(text=name)
    if main_script(name) == "HANGUL":
        family = 2 if name[:2] in _KOREAN_TWO and len(name) > 2 else 1 if len(name) < 4 else 0
    elif main_script(name) == "CJK":
        if name[:2] in _CHINESE_TWO and len(name) > 2:
            family = 2
        elif name[0] in _CHINESE_ONE:
            family = 2 if len(name) == 4 else 1
    if not family:
        return PersonName(text=name)
    return PersonName(text=name, family=name[:family], given=name[family:])
