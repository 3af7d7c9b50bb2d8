"""Names of columns in the files of parliaments and newsrooms, and words in their cells.

To add a name, add it to a line here, or add a line for a language. Names are compared without
case, accents and punctuation; simplified Chinese also matches traditional. Within a line, the
likelier name comes first. One name means one field.
"""

FIELDS = (
    "id",
    "number",
    "year",
    "date",
    "body",
    "term",
    "session",
    "kind",
    "kind_terms",
    "status",
    "status.as_reported",
    "title",
    "title.en",
    "title.zh",
    "title.topic_zh",
    "title.note",
    "title.en_basis",
    "title.zh_basis",
    "people",
    "themes",
    "problem",
    "measures",
    "regions",
    "entities",
    "series",
    "continues",
    "response",
    "response.who",
    "response.when",
    "source",
    "source.title",
    "source.publisher",
    "source.date",
    "notes",
    "extra",
    "ignore",
)
"""Fields that a column can give."""

MULTIPLE = frozenset(
    (
        "number",
        "people",
        "themes",
        "measures",
        "regions",
        "entities",
        "series",
        "continues",
        "source",
        "notes",
        "problem",
        "extra",
        "ignore",
        "kind_terms",
    )
)
"""Fields that several columns can give."""

COLUMN_NAMES: dict[str, dict[str, str]] = {
    "id": {
        "en": "id, proposal id, bill id, record id, uid, key, slug",
        "de": "vorgangs id, dokument id, kennung",
        "fr": "identifiant",
        "es": "identificador, id expediente",
        "pt": "id proposicao, codigo",
        "it": "id atto, identificativo",
        "zh": "编号, 提案编号, 建议编号",
    },
    "number": {
        "en": "number, no, official number, reference, reference number, identifier, bill number,"
        " document number, file number, docket, identifiers, official numbers, official no, num,"
        " bill, bill no",
        "de": "nummer, drucksache, drucksachennummer, dokumentnummer, aktenzeichen,"
        " fundstelle dokumentnummer",
        "fr": "numero, reference du texte, n",
        "es": "numero de expediente, expediente, boletin, proyecto de ley, proyecto de ley numero",
        "pt": "numero da proposicao, sigla",
        "it": "numero atto",
        "zh": "提案号, 建议号, 案号, 字号, 文号, 档号, 议案编号, 序号",
        "nl": "kamerstuknummer, zaaknummer",
        "pl": "numer, numer druku",
        "ja": "提出番号, 議案番号",
    },
    "year": {
        "en": "year, session year",
        "de": "jahr",
        "fr": "annee",
        "es": "ano, anio",
        "it": "anno",
        "zh": "年份, 年, 年度, 提出年份",
        "nl": "jaar",
        "sv": "ar",
    },
    "date": {
        "en": "date, submitted on, date submitted, submission date, introduced, introduced on,"
        " date introduced, introduction date, filed on, first action date, announced on,"
        " tabled on, date tabled, presented on, presented, date of introduction, date presented,"
        " published at, status date",
        "de": "datum, eingereicht am, einreichungsdatum, eingang, eingegangen am, eingangsdatum,"
        " datum eingang, datum vorstoss eingang",
        "fr": "date de depot, depose le, date depot",
        "es": "fecha, fecha de presentacion, fecha presentacion, presentado el,"
        " fecha radicacion, fecha de radicacion, radicado el",
        "pt": "data, data de apresentacao, data apresentacao",
        "it": "data di presentazione, data presentazione, presentato il",
        "zh": "日期, 提出日期, 提交日期, 提交时间, 会议日期, 动议日期, 时间, 提案日期",
        "nl": "datum indiening",
        "ja": "提出日",
        "pl": "data wplywu, data wniesienia",
    },
    "body": {
        "en": "body, chamber, legislature, parliament, jurisdiction, assembly, council",
        "de": "gremium, parlament, organ, herausgeber",
        "fr": "chambre, assemblee",
        "es": "camara, organo",
        "pt": "casa",
        "it": "ramo",
        "zh": "机构, 会议, 立法机关, 议会",
    },
    "term": {
        "en": "term, legislative term, congress, legislative period, parliament number",
        "de": "wahlperiode, legislaturperiode",
        "fr": "legislature numero, mandature",
        "es": "legislatura, periodo legislativo",
        "pt": "legislatura numero",
        "it": "legislatura numero atto",
        "zh": "届, 届次, 届别",
    },
    "session": {
        "en": "session, sitting, legislative session",
        "de": "sitzung, sitzungsperiode",
        "es": "periodo de sesiones",
        "zh": "次会议, 会次, 会期, 会议届次",
        "ja": "提出回次",
    },
    "kind": {
        "en": "kind, type, classification, category of document, bill type, document type,"
        " proposal type",
        "de": "vorgangstyp, art, typ, dokumentart, drucksachetyp, antragsart, vorstossart,"
        " vorstossart bezeichnung, geschaeftsart",
        "fr": "nature, type de texte",
        "es": "tipo, tipo de iniciativa",
        "it": "tipo atto, tipologia",
        "pt": "tipo de proposicao, especie",
        "zh": "类型, 类别, 种类, 文种, 案别",
    },
    "status": {
        "en": "status, state, stage, current status, outcome, result, latest action,"
        " latest action description, bill status",
        "de": "beratungsstand, stand, ergebnis, verfahrensstand",
        "fr": "statut, etat, etat d avancement",
        "es": "estado, situacion, resultado",
        "pt": "situacao da proposicao, andamento, situacao",
        "it": "stato, esito",
        "zh": "状态, 办理情况, 进度, 处理情况, 表决结果, 结果",
    },
    "title": {
        "en": "title, official title, full title, name, short title, subject line, heading,"
        " bill title, motion title",
        "de": "titel, betreff, bezeichnung, ueberschrift, gegenstand, vorstoss bezeichnung,"
        " geschaeftsbezeichnung, geschaeft bezeichnung, antragsbezeichnung",
        "fr": "titre, intitule, objet, libelle",
        "es": "titulo, asunto, denominacion",
        "pt": "ementa, assunto principal",
        "it": "titolo, oggetto",
        "zh": "标题, 题目, 题名, 案由, 名称, 提案标题, 建议标题, 提案名称, 议案名称, 议题,"
        " 议案题目, 动议标题",
        "nl": "onderwerp van het stuk",
        "ja": "件名, 議案名",
        "pl": "tytul, tytuł",
    },
    "title.en": {
        "en": "title en, title english, english title, title in english",
        "zh": "英文标题, 英文题名, 英文题目",
        "de": "titel englisch",
    },
    "title.zh": {
        "en": "title zh, title chinese, chinese title, title in chinese, title zh hans,"
        " title zh hant, title tc, title sc",
        "zh": "中文标题, 中文题名, 中文题目",
    },
    "title.topic_zh": {"en": "topic zh", "zh": "主题词"},
    "title.note": {"en": "title note"},
    "title.en_basis": {"en": "title en basis"},
    "title.zh_basis": {"en": "title zh basis"},
    "kind_terms": {"en": "kind terms, term in source"},
    "status.as_reported": {"en": "as reported, status as reported, reported status"},
    "people": {
        "en": "people, sponsor, sponsors, author, authors, proposer, proposers, member, mover,"
        " moved by, submitted by, introduced by, deputy, deputies, sponsor name,"
        " sponsorships, co sponsors, cosponsors, petitioner, lead sponsor, person, mp, mps",
        "de": "initiative, urheber, antragsteller, einreicher, abgeordnete, abgeordneter,"
        " eingereicht von, verfasser, anfragende, anfragender, vorstoesser, vorstoesser in",
        "fr": "auteur, auteurs, depute, deputes, signataires, depose par",
        "es": "autores, proponente, proponentes, diputado, diputados, presentado por",
        "pt": "autor, autoria",
        "it": "primo firmatario, firmatari, cofirmatari, autore, proponenti",
        "zh": "提案人, 提出人, 代表, 提议人, 领衔人, 领衔代表, 议员, 委员, 联名人, 附议人, 提案者,"
        " 动议人, 提案委员, 第一提案人",
        "nl": "indiener, indieners",
        "ja": "提出者",
    },
    "themes": {
        "en": "themes, theme, topic, topics, subjects, subject, policy area, policy areas, tags,"
        " keywords, category, categories, subject areas",
        "de": "sachgebiet, sachgebiete, thema, themen, schlagworte, schlagwort, deskriptoren",
        "fr": "theme fr, themes fr, thematique, rubrique, mots cles, sujet",
        "es": "tema, temas, materia, materias",
        "pt": "temas da proposicao, area tematica, palavras chave",
        "it": "argomento, argomenti, temi, materie",
        "zh": "主题, 领域, 分类, 议题类别, 关键词, 政策范畴, 标签",
        "nl": "thema s, onderwerp",
    },
    "problem": {
        "en": "problem, summary, abstract, description, abstracts, summary text, background",
        "de": "zusammenfassung, begruendung, inhalt, kurzbeschreibung, problem und ziel",
        "fr": "resume, expose des motifs, expose sommaire",
        "es": "resumen, exposicion de motivos, descripcion",
        "pt": "resumo, justificativa, justificacao",
        "it": "sommario, riassunto, descrizione",
        "zh": "摘要, 问题, 背景, 简介, 内容摘要, 说明",
    },
    "measures": {
        "en": "measures, measure, asks, recommendations, demands, proposals made",
        "de": "massnahmen, forderungen, empfehlungen",
        "fr": "mesures, recommandations",
        "es": "medidas, recomendaciones",
        "pt": "recomendacoes",
        "it": "misure, raccomandazioni",
        "zh": "措施, 建议内容, 具体建议, 办法",
    },
    "regions": {
        "en": "regions, region, province, place, district, state province",
        "de": "bundesland, gebiet, ort, regionen",
        "fr": "departement",
        "es": "provincia, comunidad autonoma",
        "pt": "regiao, estado uf",
        "it": "regione",
        "zh": "地区, 省份, 区域, 地域",
    },
    "entities": {"en": "entities, organisations, organizations, companies", "zh": "涉及对象"},
    "series": {"en": "series", "zh": "系列"},
    "continues": {"en": "continues", "zh": "承接"},
    "response": {
        "en": "response, reply, answer, government response, official reply",
        "de": "antwort, stellungnahme",
        "fr": "reponse",
        "es": "respuesta, contestacion",
        "pt": "resposta",
        "it": "risposta",
        "zh": "答复, 答复内容, 回复, 办理答复",
    },
    "response.who": {
        "en": "responder, response who, replied by, answered by, reply by",
        "de": "beantwortet von, federfuehrend",
        "zh": "答复单位, 承办单位, 主办单位, 答复机构",
    },
    "response.when": {
        "en": "response when, replied on, date of reply, answered on",
        "de": "beantwortet am, antwortdatum, datum der antwort",
        "zh": "答复日期, 答复时间",
    },
    "source": {
        "en": "source, sources, url, link, links, source url, source urls, web page, website,"
        " openstates url, permalink, html url, text url",
        "de": "quelle, quellen, fundstelle pdf url, fundstelle, weblink",
        "fr": "lien, adresse url",
        "es": "enlace, fuente, url oficial",
        "pt": "fonte, url inteiro teor",
        "it": "fonti, collegamento",
        "zh": "来源, 链接, 网址, 出处, 原文链接, 来源链接",
        "nl": "bron",
    },
    "source.title": {"en": "source title", "zh": "来源标题"},
    "source.publisher": {
        "en": "publisher, source publisher, source name, media",
        "de": "herausgebende stelle",
        "zh": "媒体, 发布单位, 发布机构",
    },
    "source.date": {"en": "source date, published on, publication date", "zh": "发布日期"},
    "notes": {
        "en": "notes, note, remarks, comment, comments",
        "de": "bemerkung, bemerkungen, anmerkung, hinweis",
        "fr": "remarques, observations",
        "es": "notas, observaciones",
        "pt": "observacoes",
        "it": "osservazioni, nota",
        "zh": "备注, 附注",
        "ja": "備考",
    },
    "ignore": {"en": "why refused"},
}
"""Field → language → names of columns, likelier ones first."""

PARTS = frozenset(
    (
        "name",
        "names",
        "label",
        "value",
        "text",
        "title",
        "display name",
        "full name",
        "preferred label",
        "bezeichnung",
        "nombre",
        "nome",
        "nom",
        "姓名",
        "名称",
    )
)
"""Last parts of dotted names that mean the same as the rest: ``sponsor.name``."""

LINK_PARTS = frozenset({"url", "href", "link", "uri"})
"""Last parts of dotted names that are the link of a source: ``sources.url``."""

NUMBERED = frozenset(("people", "themes", "measures", "regions", "entities", "source"))
"""Fields that several columns with a number in their names can give: ``sponsor 2``."""

LANGUAGES: dict[str, str] = {
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
    "sv": "Swedish",
    "pl": "Polish",
    "ja": "Japanese",
}
"""Languages other than English and Chinese, named in the note on a title."""

KINDS: dict[str, str] = {
    "suggestion": "suggestion, recommendation, written suggestion, 建议, 代表建议, 建议批评和意见",
    "bill": "bill, gesetzentwurf, gesetzgebung, gesetz, projet de loi, proposition de loi,"
    " proyecto de ley,"
    " proposicion de ley, projeto de lei, proposta di legge, disegno di legge, 议案, 法案, 法律案,"
    " 法律提案, wetsvoorstel",
    "cppcc-proposal": "cppcc proposal, 提案, 政协提案, 委员提案",
    "motion": "motion, resolution, antrag, selbstaendiger antrag, entschliessungsantrag,"
    " proposition de resolution, mocion, mozione, mocao, risoluzione, 动议, 议员议案, 决议案,"
    " 临时提案, motie",
    "petition": "petition, petizione, peticion, peticao, 请愿, 请愿书",
}
"""Kind → words for it in cells. For any other word the kind is ``other``; the word is kept."""

STATUSES: dict[str, str] = {
    "planned": "planned, announced, geplant, angekuendigt, 计划提交, 拟提交",
    "submitted": "submitted, introduced, filed, tabled, lodged, pending, eingebracht, eingereicht,"
    " noch nicht beraten, depose, presentado, apresentada, presentato, 已提交, 提交, 已立案",
    "presented": "presented, moved, 带到会上, 已提出, 提出",
    "referred": "referred, in committee, referred to committee, ueberwiesen, den ausschuessen"
    " zugewiesen, renvoye en commission, en comision, in commissione, 已交办, 交办, 办理中,"
    " 审议中, 交付审查",
    "replied": "replied, answered, beantwortet, repondu, contestado, respondida, 已答复, 已回复,"
    " 办结, 已办结",
    "adopted": "adopted, passed, enacted, agreed to, carried, became law, angenommen,"
    " verabschiedet, verkuendet, adopte, promulgue, sanctionne, sanctionnee, erheblich,"
    " erheblich erklaert, aprobado, aprobada, aprovado, aprovada,"
    " approvato, approvata,"
    " 已通过, 通过, 获通过, 三读",
    "rejected": "rejected, failed, defeated, negatived, vetoed, abgelehnt, nicht erheblich,"
    " nicht erheblich erklaert, rejete, rechazado,"
    " rechazada, rejeitado, rejeitada, respinto, respinta, 未通过, 否决, 被否决, 不予立案",
    "withdrawn": "withdrawn, zurueckgezogen, rueckzug, fuer erledigt erklaert, retire, retiree,"
    " retirado, retirada, retirado por el autor, retirado por su autor,"
    " ritirato, 已撤回, 撤回",
    "lapsed": "lapsed, expired, died, erledigt durch ablauf der wahlperiode, caduque, caducado,"
    " arquivada, decaduto, 已失效, 失效",
}
"""Status → words for it in cells. For any other word it is ``unknown``; the word is kept."""
