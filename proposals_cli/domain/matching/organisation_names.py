"""Tell names of organisations from those of people, by words of both."""

import re
from functools import lru_cache

# Single words in small letters. House, Court, Bank and Chambers are also names of families.
_SINGLE_WORDS = (
    # English
    """committee committees subcommittee commission council ministry department government cabinet
    senate parliament congress assembly party caucus group office agency authority bureau board
    directorate secretariat association federation confederation union alliance coalition league
    movement society foundation institute university network company corporation corp inc ltd llc
    plc organization organizations organisation organisations trust"""
    # German
    """ bundestag bundesrat landtag bundeskanzleramt gmbh bündnis"""
    # French
    """ comité ministère gouvernement groupe parti syndicat fédération conseil assemblée sénat
    mairie préfecture société agence direction délégation"""
    # Spanish, Portuguese and Italian
    """ comisión ministerio gobierno grupo partido sindicato asociación federación consejo asamblea
    congreso senado cámara ayuntamiento sociedad agencia fundación secretaría comissão ministério
    governo associação federação conselho assembleia câmara prefeitura bancada bloco fundação
    secretaria tribunal commissione ministero gruppo partito sindacato associazione federazione
    consiglio assemblea senato giunta società fondazione regione"""
    # Dutch, and the languages of the north
    """ ministerie vereniging gemeenteraad stichting regering regeringen kommitté kommittén
    eduskuntaryhmä"""
    # Polish, Czech, Hungarian, Russian and Ukrainian
    """ komisja ministerstwo rząd klub partia związek stowarzyszenie sejm fundacja výbor vláda
    ministerstvo strana bizottság комитет министерство правительство партия фракция союз совет
    комиссия дума комітет міністерство уряд партія фракція рада"""
)
_WORDS = frozenset(_SINGLE_WORDS.split())
_ENDINGS = (
    "ausschuss", "ausschuß", "fraktion", "ministerium", "regierung", "gruppe", "partei", "kammer",
    "verband", "verein", "kommission", "gesellschaft", "stiftung", "gewerkschaft", "commissie",
    "fractie", "partij", "utskott", "utskottet", "departement", "departementet", "partiet",
    "ministeriet", "förbund", "förbundet", "förening", "udvalg", "udvalget", "valiokunta",
    "ministeriö", "bakanlığı", "komisyonu", "partisi", "meclisi",
)  # fmt: skip
_PHRASES = re.compile(
    r"\b(?:house of|house committee|chamber of|court of|supreme court|bank of|cent(?:er|re) for"
    "|city of|county of|state of|province of|republic of|delegation of|auswärtiges amt|die linke"
    "|die grünen|chambre d(?:e|es|u)|commune de|junta de|mesa directiva|mesa diretora"
    r"|poder executivo|camera dei|comune di)\b",
    re.IGNORECASE,
)
_OFFICES = re.compile(
    r"(?:the )?(?:\w+ )?(?:secretary|minister|commissioner|director) for (?:the )?\w.*"
    r"|the (?:\w+ ){1,3}(?:secretary|minister|commissioner|president|governor|speaker)"
    r"|(?:the )?(?:prime minister|chief executive|(?:attorney|solicitor|governor) general)"
    r"|.*(?:局局|司司|部部|署署|處處|处处|廳廳|厅厅)[長长]|行政長官|行政长官",
    re.IGNORECASE,
)
"""Whole names of offices; with a person's name behind them they are titles."""

_COMPANIES = re.compile(r"\s(?:AG|SA|AB|NV|BV|KG|SpA|S\.A\.|e\.V\.)$")
"""Abbreviations of companies, which count in these letters only."""

_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(
    "(?:会|會|局|處|处|府|党|黨|院|署|厅|廳|庁|部|省|委|社|校|団|团|團|银行|銀行|县|縣|県|市|联|聯|中央|公司|集团|集團|办公室|科|所|课|課"
    "|組|组|委員長|委员长|议会|機関|机构)$|(?:委员会|委員会|委員會|代表团|代表團)"
)
_HANGUL = re.compile(
    "위원회|(?:협회|연합|정부|국회|의회|공사|재단|단체|연맹|교섭단체|위원장)$|..(?:부|처|청|당)$"
)
_FAMILIES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅郑鄭梁谢謝宋唐许許邓鄧韩韓冯馮曹彭曾"
)
_SHORT_PERSON = re.compile(f"[{_FAMILIES}].?.|[김이박최강윤장임오서신권황안송류홍].부")
"""A name of two or three letters that could end like that of an organisation."""

_NEW_NAME = re.compile(
    r"(?:and|und|et|y|e|en|og|och|i|sowie|d[aeiu]\w?|van|von|la|le)\b", re.IGNORECASE
)
"""What a further name may begin with in small letters."""

_LIST_WORD = re.compile(r"\b(?:and|und|et|y|e|en|og|och|i)\b|&", re.IGNORECASE)


@lru_cache(maxsize=2_048)
def names_organisation(text: str) -> bool:
    """Return whether a name is that of an organisation or of an office.

    >>> names_organisation("Committee on Roads, Rail and Ports"), names_organisation("交通委員會")
    (True, True)
    >>> names_organisation("Ann House"), names_organisation("李小会")
    (False, False)
    """
    words = _WORD.findall(text.lower())
    if not _WORDS.isdisjoint(words) or any(word.endswith(_ENDINGS) for word in words):
        return True
    if _PHRASES.search(text) or _COMPANIES.search(text):
        return True
    bare = text.strip()
    if _OFFICES.fullmatch(bare):
        return True
    if bare.isascii():
        return False
    if _HAN.search(bare) or _HANGUL.search(bare):
        return len(bare) > 2 and not _SHORT_PERSON.fullmatch(bare)
    return False


def with_long_names(parts: list[str]) -> list[str]:
    """Return the names between commas; words in small letters go on with an organisation's.

    >>> with_long_names(["Committee on Roads", "as they were in 2020", "Ann Lee"])
    ['Committee on Roads, as they were in 2020', 'Ann Lee']
    """
    names: list[str] = []
    for part in parts:
        goes_on = part[:1].islower() and " " in part and not _NEW_NAME.match(part)
        if names and goes_on and names_organisation(names[-1]):
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names


def is_one_organisation(parts: list[str]) -> bool:
    """Return whether texts between commas are the name of one organisation.

    One names an organisation, and no other looks like a person's whole name:
    Committee on Roads, Rail and Ports.
    """
    if not any(map(names_organisation, parts)):
        return False
    rest = parts[1:] if names_organisation(parts[0]) else parts[:-1]
    return all(_LIST_WORD.search(part) or " " not in part for part in rest) and not all(
        map(names_organisation, parts)
    )
