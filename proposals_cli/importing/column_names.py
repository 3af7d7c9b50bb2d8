"""Names of columns in the files of parliaments and newsrooms, and words in their cells.

To add a name, add it to a line here, or add a line for a language. Names are compared without
case, accents and punctuation; simplified Chinese also matches traditional. Within a line, the
likelier name comes first. One name means one field.
"""

FIELDS = (
    "id", "number", "year", "date", "body", "term", "session", "kind", "kind_terms", "status",
    "status.as_reported", "status.date", "title", "title.note", "language", "people", "cosponsors",
    "party", "addressees", "themes", "summary", "problem", "measures", "regions", "entities",
    "series", "continues", "response", "response.who", "response.joint", "response.when",
    "response.number", "response.url", "source", "source.title", "source.publisher", "source.date",
    "notes", "extra", "ignore",
)  # fmt: skip
"""Fields that a column can give, besides ``title.`` and a language tag: ``title.de``."""

REPLY_SIGNS = ("response", "response.when", "response.number")
"""Fields each of which shows that there was a reply."""

MULTIPLE = frozenset(
    (
        "number", "people", "cosponsors", "addressees", "themes", "measures", "regions", "entities",
        "series", "continues", "response.joint", "source", "notes", "summary", "problem", "extra",
        "ignore", "kind_terms",
    )
)  # fmt: skip
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
        "ja": "提出番号, 議案番号, 質問番号",
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
        " published at",
        "de": "datum, eingereicht am, einreichungsdatum, eingang, eingegangen am, eingangsdatum,"
        " datum eingang, datum vorstoss eingang",
        "fr": "date de depot, depose le, date depot",
        "es": "fecha, fecha de presentacion, fecha presentacion, presentado el,"
        " fecha radicacion, fecha de radicacion, radicado el",
        "pt": "data, data de apresentacao, data apresentacao",
        "it": "data di presentazione, data presentazione, presentato il",
        "zh": "日期, 提出日期, 提出时间, 提交日期, 提交时间, 会议日期, 动议日期, 时间, 提案日期",
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
        "ja": "提出回次, 国会回次",
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
    "status.date": {
        "en": "status date, current status date, status at, status as of, date of status",
        "de": "datum des beratungsstands, stand vom",
        "fr": "date du statut",
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
        "ja": "件名, 議案名, 質問件名, 議案件名",
        "pl": "tytul, tytuł",
    },
    "title.en": {
        "en": "title en, title english, english title, title in english",
        "zh": "英文标题, 英文题名, 英文题目",
        "de": "titel englisch",
    },
    "title.zh": {
        "en": "title zh, title chinese, chinese title, title in chinese",
        "zh": "中文标题, 中文题名, 中文题目",
    },
    "title.note": {"en": "title note"},
    "language": {
        "en": "language, title language, language of title",
        "de": "sprache",
        "fr": "langue",
        "es": "idioma",
        "it": "lingua",
        "zh": "语言",
        "ja": "言語",
    },
    "kind_terms": {"en": "kind terms, term in source"},
    "status.as_reported": {"en": "as reported, status as reported, reported status"},
    "people": {
        "en": "people, sponsor, sponsors, author, authors, proposer, proposers, member, mover,"
        " moved by, submitted by, introduced by, deputy, deputies, sponsor name,"
        " sponsorships, petitioner, lead sponsor, person, mp, mps",
        "de": "initiative, urheber, antragsteller, einreicher, abgeordnete, abgeordneter,"
        " eingereicht von, verfasser, anfragende, anfragender, vorstoesser, vorstoesser in",
        "fr": "auteur, auteurs, depute, deputes, signataires, depose par",
        "es": "autores, proponente, proponentes, diputado, diputados, presentado por",
        "pt": "autor, autoria",
        "it": "primo firmatario, firmatari, autore, proponenti",
        "zh": "提案人, 提出人, 代表, 提议人, 领衔人, 领衔代表, 议员, 委员, 提案者,"
        " 动议人, 提案委员, 第一提案人",
        "nl": "indiener, indieners",
        "ja": "提出者",
    },
    "cosponsors": {
        "en": "cosponsors, co sponsors, cosponsor, co sponsor, seconders, seconded by",
        "de": "mitunterzeichner, mitunterzeichnende",
        "fr": "cosignataires, cosignataire",
        "it": "cofirmatari",
        "zh": "联名人, 附议人",
    },
    "party": {
        "en": "party, sponsor party, parliamentary group",
        "de": "fraktion, partei",
        "fr": "groupe, groupe politique, groupe parlementaire",
        "es": "grupo parlamentario, partido",
        "pt": "partido autor",
        "it": "gruppo parlamentare",
        "zh": "党派",
    },
    "addressees": {
        "en": "addressee, addressees, addressed to, minister asked, department asked",
        "de": "adressat, adressaten",
        "fr": "ministre interroge, ministere interroge, destinataire",
        "es": "destinatario, ministerio preguntado",
        "it": "destinatari, destinatario atto",
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
    "summary": {
        "en": "summary, abstract, description, abstracts, summary text, background",
        "de": "zusammenfassung, inhalt, kurzbeschreibung",
        "fr": "resume, expose sommaire",
        "es": "resumen, descripcion",
        "pt": "resumo",
        "it": "sommario, riassunto, descrizione",
        "zh": "摘要, 简介, 内容摘要, 说明",
    },
    "problem": {
        "en": "problem, problem statement",
        "de": "begruendung, problem und ziel",
        "fr": "expose des motifs",
        "es": "exposicion de motivos",
        "pt": "justificativa, justificacao",
        "zh": "问题, 背景",
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
        "de": "beantwortet von, federfuehrend, antwort ressort",
        "zh": "答复单位, 承办单位, 主办单位, 答复机构",
    },
    "response.joint": {
        "en": "joint responders, response joint",
        "zh": "会办单位, 协办单位, 分办单位",
    },
    "response.number": {
        "en": "response number, reply number",
        "de": "antwort drucksache",
        "zh": "答复文号, 复函文号",
    },
    "response.url": {
        "en": "response url, response link, reply url, answer url",
        "de": "antwort pdf, antwort url, antwort link",
        "fr": "url de la reponse",
        "ja": "答弁本文url",
        "zh": "答复链接, 答复网址",
    },
    "response.when": {
        "en": "response when, replied on, date of reply, answered on",
        "de": "beantwortet am, antwortdatum, datum der antwort, antwort datum",
        "fr": "date de reponse, date reponse",
        "ja": "答弁書受領日, 答弁受領日",
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
        "name", "names", "label", "value", "text", "title", "display name", "full name",
        "preferred label", "bezeichnung", "nombre", "nome", "nom", "姓名", "名称",
    )
)  # fmt: skip
"""Last parts of dotted names that mean the same as the rest: ``sponsor.name``."""

LINK_PARTS = frozenset({"url", "href", "link", "uri"})
"""Last parts of dotted names that are the link of a source: ``sources.url``."""

NUMBERED = frozenset(("people", "themes", "measures", "regions", "entities", "source"))
"""Fields that several columns with a number in their names can give: ``sponsor 2``."""

LANGUAGES = frozenset(("en", "zh", "de", "fr", "es", "pt", "it", "nl", "sv", "pl", "ja"))
"""The languages of the names above; titles may be in others as well."""

KINDS: dict[str, str] = {
    "suggestion": "suggestion, recommendation, written suggestion, 建议, 代表建议, 建议批评和意见",
    "bill": "bill, gesetzentwurf, gesetzgebung, gesetz, projet de loi, proposition de loi,"
    " proyecto de ley,"
    " proposicion de ley, projeto de lei, proposta di legge, disegno di legge, 议案, 法案, 法律案,"
    " 法律提案, wetsvoorstel",
    "motion": "motion, antrag, selbstaendiger antrag, mocion, mozione, mocao, 动议, 议员议案,"
    " 临时提案, motie",
    "resolution": "resolution, entschliessungsantrag, proposition de resolution, risoluzione,"
    " resolucion, resolucao, 决议案",
    "question": "question, written question, oral question, kleine anfrage, schriftliche frage,"
    " muendliche frage, question ecrite, question orale, pregunta, interrogazione,"
    " schriftelijke vragen, 質問, 質問主意書, 询问, 书面质询",
    "interpellation": "interpellation, grosse anfrage, interpelacion, interpellanza, 质询, 质询案",
    "amendment": "amendment, aenderungsantrag, amendement, enmienda, emendamento, 修正案",
    "petition": "petition, petizione, peticion, peticao, 请愿, 请愿书",
    "cppcc-proposal": "cppcc proposal, 提案, 政协提案, 委员提案",
    "initiative": "initiative, citizens initiative, volksinitiative, iniciativa",
    "report": "report, bericht, rapport, informe, relatorio, relazione, 报告",
}
"""Kind → words for it in cells. For any other word the kind is ``other``; the word is kept."""

STATUSES: dict[str, str] = {
    "planned": "planned, announced, geplant, angekuendigt, 计划提交, 拟提交",
    "submitted": "submitted, introduced, filed, tabled, lodged, pending, eingebracht, eingereicht,"
    " noch nicht beraten, depose, presentado, apresentada, presentato, 已提交, 提交, 已立案",
    "presented": "presented, moved, 带到会上, 已提出, 提出",
    "assigned": "assigned, 已交办, 交办, 办理中",
    "referred": "referred, in committee, referred to committee, ueberwiesen, den ausschuessen"
    " zugewiesen, renvoye en commission, en comision, in commissione, 审议中, 交付审查, 已付委",
    "replied": "replied, answered, beantwortet, repondu, contestado, respondida, 已答复, 已回复,"
    " 办结, 已办结",
    "passed": "passed, passed house, passed senate",
    "enacted": "enacted, became law, verkuendet, promulgue, sanctionne, sanctionnee",
    "adopted": "adopted, agreed to, carried, angenommen, verabschiedet, adopte, erheblich,"
    " erheblich erklaert, aprobado, aprobada, aprovado, aprovada,"
    " approvato, approvata,"
    " 已通过, 通过, 获通过, 三读",
    "vetoed": "vetoed",
    "rejected": "rejected, failed, defeated, negatived, abgelehnt, nicht erheblich,"
    " nicht erheblich erklaert, rejete, rechazado,"
    " rechazada, rejeitado, rejeitada, respinto, respinta, 未通过, 否决, 被否决, 不予立案",
    "withdrawn": "withdrawn, zurueckgezogen, rueckzug, fuer erledigt erklaert, retire, retiree,"
    " retirado, retirada, retirado por el autor, retirado por su autor,"
    " ritirato, 已撤回, 撤回",
    "lapsed": "lapsed, expired, died, erledigt durch ablauf der wahlperiode, caduque, caducado,"
    " arquivada, decaduto, 已失效, 失效",
}
"""Status → words for it in cells. For any other word it is ``unknown``; the word is kept."""
