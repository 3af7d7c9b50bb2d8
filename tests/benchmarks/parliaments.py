"""The bodies of a generated base: their languages, kinds, sponsors, and what happens there."""

from collections.abc import Callable
from typing import Any, NamedTuple

Json = dict[str, Any]
Draw = Callable[[], float]
"""Returns the next random number between 0 and 1."""


class Parliament(NamedTuple):
    """A body; ``frames`` are titles with room for a subject of ``SUBJECTS``."""

    id: str
    language: str
    name: str
    kinds: tuple[tuple[str, str], ...]
    ministries: tuple[str, ...]
    weeks: int
    frames: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()


_CONGRESS = (("suggestion", "建议"),) * 4 + (("bill", "议案"),)
_MINISTRIES = ("ministry-of-finance", "ministry-of-education", "ministry-of-industry")

PARLIAMENTS = (
    Parliament("npc", "zh", "全国人民代表大会", _CONGRESS, _MINISTRIES, 13),
    Parliament(
        "cppcc", "zh", "中国人民政治协商会议", (("cppcc-proposal", "提案"),), _MINISTRIES, 13
    ),
    Parliament(
        "bundestag",
        "de",
        "Deutscher Bundestag",
        (("question", "Kleine Anfrage"), ("motion", "Antrag"), ("bill", "Gesetzentwurf")),
        ("bundesregierung",),
        2,
        ("Stand und Zukunft: {}", "Förderung im Bereich {}", "Aufsicht über den Bereich {}"),
        ("SPD", "CDU/CSU", "FDP"),
    ),
    Parliament(
        "shugiin",
        "ja",
        "衆議院",
        (("question", "質問主意書"),),
        ("naikaku",),
        1,
        ("{}に関する質問主意書", "{}の現状と今後の対策に関する質問主意書"),
        ("立憲民主党", "日本維新の会"),
    ),
    Parliament(
        "assemblee-nationale",
        "fr",
        "Assemblée nationale",
        (("question", "Question écrite"), ("bill", "Proposition de loi")),
        ("gouvernement",),
        9,
        ("Situation du secteur : {}", "Moyens consacrés au domaine : {}"),
        ("Renaissance", "Socialistes"),
    ),
)

SHARES = (0.4, 0.6, 0.76, 0.88, 1.0)
"""Up to which random number a proposal is put to each of ``PARLIAMENTS``."""

SUBJECTS = {
    "de": "Verkehr;Energie;Wohnen;Bildung;Pflege;Klimaschutz;Landwirtschaft;Steuern;Datenschutz"
    ";Handel;Küstenschutz;Mindestlohn;Hochschulen;Wasserstoff;Lieferketten;Sport",
    "ja": "年金;介護;漁業;防災;子育て;鉄道;半導体;観光;医師不足;食料自給;外交文書",
    "fr": "logement;santé;agriculture;énergie;transports;éducation;forêts;pêche;numérique"
    ";retraites;sécurité alimentaire;montagne;outre-mer;tourisme",
}


def parliament(share: float) -> Parliament:
    """Return the body for a random number between 0 and 1."""
    return next(one for one, end in zip(PARLIAMENTS, SHARES, strict=True) if share < end)


def own_title(body: Parliament, random: Draw) -> Json:
    """Return the official title of a proposal in the language of a body with ``frames``."""
    subjects = SUBJECTS[body.language].split(";")
    first, second = (subjects[int(random() * len(subjects))] for _ in range(2))
    subject = first if first == second else f"{first} · {second}"
    text = body.frames[int(random() * len(body.frames))].format(subject)
    return {"lang": body.language, "text": text, "basis": "official"}


def sponsors(people: list[str], body: Parliament, random: Draw) -> list[Json]:
    """Return an author and up to five cosponsors, of whom a few withdrew."""
    number = 1 + (int(random() * 6) if random() < 0.25 else 0)
    chosen = dict.fromkeys(people[int(len(people) * random() ** 2)] for _ in range(number))
    made: list[Json] = []
    for rank, who in enumerate(chosen):
        one: Json = {"who": who}
        if rank:
            one["role"] = "cosponsor"
        if body.parties:
            one["party"] = body.parties[int(random() * len(body.parties))]
        if rank and random() < 0.1:
            one["withdrawn"] = "2025-06-01"
        made.append(one)
    return made


def actions(body: Parliament, kind: str, year: int, number: int, random: Draw) -> list[Json]:
    """Return what happened to a proposal, oldest first, in its year and the next one."""
    ministry = {"who": body.ministries[int(random() * len(body.ministries))]}
    made: list[Json] = []
    if kind in ("bill", "motion"):
        made.append({"date": f"{year}-06-{number % 28 + 1:02}", "stage": "referred"})
        if random() < 0.5:
            votes = {"yes": 200 + int(random() * 300), "no": int(random() * 199)}
            made.append({"date": f"{year}-11-20", "stage": "decided", "counts": votes})
            end = "adopted" if random() < 0.6 else "rejected"
            made.append({"date": f"{year}-11-20", "stage": end})
        return made
    if body.language == "zh":
        made.append({"date": f"{year}-04-02", "stage": "assigned", "by": [ministry]})
    if random() < 0.15:
        notice = {"date": f"{year}-08-{number % 28 + 1:02}", "stage": "replied", "by": [ministry]}
        made.append(notice | {"interim": True})
    if random() < 0.6:
        dated = {"date": f"{year + 1}-01-{number % 28 + 1:02}"} if random() < 0.8 else {}
        reply = {"stage": "replied", "by": [ministry]}
        text = {"text": {body.language: f"{number}: {body.name}"}} if random() < 0.3 else {}
        paper = {"role": "answer", "number": f"{year % 100}/{number}"}
        made.append(dated | reply | text | {"documents": [paper]})
    return made


def records() -> list[Json]:
    """Return the records of the bodies and of those that answer there, by id."""
    found: dict[str, Json] = {}
    for body in PARLIAMENTS:
        kinds = sorted({kind for kind, _ in body.kinds} - {"bill", "motion"})
        rule: Json = {"kinds": kinds, "weeks": body.weeks}
        if body.language == "zh":
            rule["from"] = "assigned"
        found[body.id] = {
            "id": body.id,
            "name": {body.language: body.name},
            "languages": [body.language],
            "reply_within": [rule],
        }
        for ministry in body.ministries:
            name = {"en": ministry.replace("-", " ").title()}
            found[ministry] = {"id": ministry, "name": name, "languages": [body.language]}
    return [found[id_] for id_ in sorted(found)]
