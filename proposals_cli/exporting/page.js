// Text of records is inserted as text nodes and attributes only, never as markup.
const DATA = JSON.parse(document.getElementById("data").textContent);
const STEP = 200;  // proposals added to the page at a time

let lang = DATA.lang === "zh" ? 1 : 0;
let shown = STEP;
let found = [];

const at = (id) => document.getElementById(id);

// -- search -------------------------------------------------------------------------------------

const FOLD = new Map();
{
  const folded = Array.from(DATA.folding[1]);
  Array.from(DATA.folding[0]).forEach((variant, place) => FOLD.set(variant, folded[place]));
}

function fold(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  return Array.from(plain, (character) => FOLD.get(character) || character).join("");
}

// Every language of a text is searched.
function allTexts(words) {
  if (!words) return [];
  if (isNamed(words)) return [words.id, ...allTexts(words.n), ...(words.r || []).flatMap(allTexts)];
  return typeof words === "string" ? [words] : Object.values(words);
}

// What others report about a proposal is not searched, only what it says.
function searchable(proposal) {
  const parts = [proposal.id, String(proposal.year || ""), ...allTexts(proposal.heading)];
  parts.push(...(proposal.themes || []).flatMap((id) => [id, ...allTexts(DATA.themes[id])]));
  for (const line of proposal.head.filter((one) => !one.quiet)) parts.push(...lineTexts(line));
  parts.push(...(proposal.titles || []).flatMap((entry) => allTexts(entry.t)));
  for (const section of (proposal.sections || []).filter((one) => !one.quiet)) {
    for (const group of section.g || []) parts.push(...allTexts(group.h), ...group.e.flatMap(entryTexts));
  }
  const text = fold(parts.filter(Boolean).join(" \n "));
  return { text, words: ` ${text.replace(/[^\p{L}\p{N}+#]+/gu, " ")} ` };
}

const lineTexts = (line) => [...(line.v || []), ...(line.r || [])].flatMap(allTexts);

const entryTexts = (entry) => [
  entry.w, ...allTexts(entry.t), ...allTexts(entry.m), ...(entry.lead || []).flatMap(allTexts),
  ...(entry.d || []).flatMap(lineTexts), ...(entry.e || []).flatMap(entryTexts),
];

// Chinese matches anywhere; a word in letters matches the beginning of a word.
function matches(content, query) {
  return fold(query).split(/\s+/).filter(Boolean).every((term) => {
    if (HAN.test(term)) return content.text.includes(term);
    const bare = term.replace(/[^\p{L}\p{N}+#]+/gu, " ").trim();
    return !bare || content.words.includes(` ${bare}`);
  });
}

const SEARCHABLE = new Map();
function searchableOf(proposal) {
  if (!SEARCHABLE.has(proposal)) SEARCHABLE.set(proposal, searchable(proposal));
  return SEARCHABLE.get(proposal);
}

// -- records ------------------------------------------------------------------------------------

// The page of a record. An entry has id, w (when), lead, t (text), d (details), c (citations),
// links, m (comment) and e (entries below); a line l (label), v (values), r (remarks); a name n.
class Card {
  constructor(page) {
    this.page = page;
    this.numbers = new Map((page.sources || []).map((id, place) => [id, place + 1]));
  }

  anchor(id) {
    return `${this.page.id}--${this.numbers.get(id)}`;
  }

  cites(places) {
    return (places || []).flatMap(([id, locator, quote]) => {
      const mark = make("a", `[${this.numbers.get(id)}]`, { href: `#${this.anchor(id)}` });
      const where = locator ? make("span", ` ${locator} `, { class: "where" }) : [];
      return [make("sup", mark), ...[].concat(where), ...(quote ? [inLanguage("q", quote)] : [])];
    });
  }

  // Values one after the other, names with their ids and remarks.
  values(values) {
    return (values || []).flatMap((value, place) => [
      ...(place ? [word("comma")] : []), ...(isNamed(value) ? this.named(value) : marked(value)),
    ]);
  }

  named(value) {
    const name = textOf(value.n) ? marked(value.n) : [];
    const id = value.id ? [name.length ? " " : "", make("code", value.id)] : [];
    const remarks = value.r ? [" (", ...this.remarks(value.r), ")"] : [];
    return [...name, ...id, ...remarks, ...this.cites(value.c)];
  }

  remarks(remarks) {
    return remarks.flatMap((words, place) => [...(place ? [word("semicolon")] : []), ...marked(words)]);
  }

  line(line) {
    const node = make("p", line.l ? [make("strong", textOf(line.l)), word("colon")] : []);
    node.append(...this.values(line.v), ...(line.none ? [textOf(line.none)] : []));
    if (line.r) node.append(" — ", ...this.remarks(line.r));
    node.append(" ", ...this.cites(line.c));
    return node;
  }

  detail(line) {
    const label = line.l ? [textOf(line.l).toLowerCase(), word("colon")] : [];
    return [...label, ...this.values(line.v)];
  }

  entry(entry, tag) {
    const node = make(tag || "li");
    if (entry.id) node.append(make("code", entry.id), " ");
    if (entry.w) node.append(make("span", `${entry.w} `, { class: "where" }));
    if (entry.lead) node.append(make("strong", this.values(entry.lead)), entry.t ? word("colon") : "");
    node.append(...(entry.t ? marked(entry.t) : []));
    if (entry.d) {
      const details = entry.d.flatMap((line, place) => [...(place ? [word("semicolon")] : []), ...this.detail(line)]);
      node.append(make("span", [" (", ...details, ")"], { class: "where" }));
    }
    node.append(" ", ...this.cites(entry.c));
    if (entry.m) node.append(" — ", ...marked(entry.m));
    for (const link of entry.links || []) {
      node.append(make("br"), link.url
        ? make("a", link.text, { href: link.url, rel: "noopener noreferrer external" }) : link.text);
    }
    if (entry.e) node.append(make("ul", entry.e.map((below) => this.entry(below))));
    return node;
  }

  section(section) {
    const nodes = (section.g || []).flatMap((group) => {
      const list = make("ul", group.e.map((entry) => this.entry(entry)));
      return group.h ? [inLanguage("p", group.h, { class: "facts" }), list] : [list];
    });
    if (section.none) nodes.push(make("p", textOf(section.none)));
    nodes.push(...(section.more || []).map((entry) => this.entry(entry, "p")));
    return [make("h3", textOf(section.h)), ...nodes];
  }

  sources() {
    if (!this.numbers.size) return [];
    const rows = [...this.numbers.keys()].map((id) => {
      const row = this.entry(DATA.sources[id]);
      row.id = this.anchor(id);
      return row;
    });
    return [make("h3", word("sources")), make("ol", rows, { class: "sources" })];
  }

  build() {
    const page = this.page;
    const nodes = [make("p", make("code", page.id), { class: "facts" })];
    if (page.titles) nodes.push(make("ul", page.titles.map((entry) => this.entry(entry))));
    nodes.push(...(page.head || []).map((line) => this.line(line)));
    nodes.push(...(page.sections || []).flatMap((section) => this.section(section)));
    return make("div", [...nodes, ...this.sources()], { class: "body" });
  }
}

// An element that opens, and is filled before it does, so that the layout does not jump.
function opening(id, summary, page) {
  const node = make("details", summary, { id });
  node.fill = () => {
    if (node.childElementCount === 1) node.append(new Card(page).build());
  };
  node.addEventListener("toggle", () => node.open && node.fill());
  summary.addEventListener("click", node.fill);
  return node;
}

// The title in a language that is not the first one shown: the original, if there is one.
function otherTitle(heading) {
  if (typeof heading === "string") return null;
  const [, shownTag] = choose(heading);
  const tag = Object.keys(heading).find((one) => one !== shownTag);
  return tag ? { [tag]: heading[tag] } : null;
}

function entry(proposal) {
  const summary = make("summary", [
    make("span", String(proposal.year || ""), { class: "year" }),
    inLanguage("span", proposal.heading, { class: "title" }),
  ]);
  const other = otherTitle(proposal.heading);
  if (other) summary.append(inLanguage("span", other, { class: "other" }));
  const tags = (proposal.themes || []).map(themeName);
  tags.push(label(proposal.status));
  const basis = (proposal.bases || {})[choose(proposal.heading)[1]];
  if (basis) tags.push(label(basis));
  summary.append(make("span", tags.join(" · "), { class: "tags" }));
  return opening(proposal.id, summary, proposal);
}

function others() {
  at("others").replaceChildren(...DATA.others.map((page) => opening(`other--${page.id}`,
    make("summary", [make("span", "", { class: "year" }), inLanguage("span", page.heading, { class: "title" })]), page)));
  at("apparatus").hidden = !DATA.others.length;
}

function list() {
  const opened = new Set([...document.querySelectorAll("#list > details[open]")].map((node) => node.id));
  at("list").replaceChildren(...found.slice(0, shown).map((proposal) => {
    const node = entry(proposal);
    if (opened.has(proposal.id)) {
      node.fill();
      node.open = true;
    }
    return node;
  }));
  at("more").hidden = found.length <= shown;
}

function openAll(open) {
  for (const node of document.querySelectorAll("#list > details")) {
    if (open) node.fill();
    node.open = open;
  }
}

// -- the page -----------------------------------------------------------------------------------

function options(id, pairs) {
  const chosen = at(id).value;
  at(id).replaceChildren(make("option", word("all"), { value: "" }),
    ...pairs.map(([value, text]) => make("option", text, { value })));
  at(id).value = chosen;
}

function translate() {
  document.documentElement.lang = lang ? "zh-CN" : "en";
  document.title = word("title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
  at("lang-en").setAttribute("aria-pressed", String(lang === 0));
  at("lang-zh").setAttribute("aria-pressed", String(lang === 1));
  const years = [...new Set(DATA.proposals.map((proposal) => proposal.year || 0))].sort((a, b) => b - a);
  options("year", years.map((year) => [String(year), year ? String(year) : word("noYear")]));
  const themes = [...count(DATA.proposals.flatMap((proposal) => proposal.themes || []))]
    .map(([theme, number]) => [theme, `${themeName(theme)} (${number})`]);
  options("theme", themes.sort((a, b) => a[1].localeCompare(b[1], lang ? "zh" : "en")));
  const local = (number) => number.toLocaleString(lang ? "zh" : "en");
  at("totals").textContent = word("totals", {
    proposals: local(DATA.proposals.length),
    measures: local(DATA.proposals.reduce((sum, proposal) => sum + (proposal.measures || 0), 0)),
    sources: local(Object.keys(DATA.sources).length),
  });
  others();
  update();
}

function update(keep) {
  const [query, theme, year] = ["words", "theme", "year"].map((id) => at(id).value);
  found = DATA.proposals.filter((proposal) =>
    (!theme || (proposal.themes || []).includes(theme)) && (!year || String(proposal.year || 0) === year)
    && (!query.trim() || matches(searchableOf(proposal), query)));
  if (!keep) shown = STEP;
  at("found").textContent = found.length
    ? word("found", { count: found.length, all: DATA.proposals.length })
    : word("none");
  charts();
  list();
}

let waiting;
at("words").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(update, 120);
});
for (const id of ["theme", "year"]) at(id).addEventListener("change", () => update());
at("filters").addEventListener("submit", (event) => {
  event.preventDefault();
  update();
});
at("filters").addEventListener("reset", () => setTimeout(update));
for (const [id, chosen] of [["lang-en", 0], ["lang-zh", 1]]) {
  at(id).addEventListener("click", () => {
    lang = chosen;
    translate();
  });
}
at("open").addEventListener("click", () => openAll(true));
at("close").addEventListener("click", () => openAll(false));
at("more").addEventListener("click", () => {
  shown += STEP;
  update(true);
});

// A printed page shows all proposals that match, opened; afterwards the page is as before.
let before = null;
addEventListener("beforeprint", () => {
  if (before) return;
  before = { shown, opened: new Set([...document.querySelectorAll("#list > details[open]")].map((node) => node.id)) };
  shown = found.length;
  list();
  openAll(true);
});
addEventListener("afterprint", () => {
  if (!before) return;
  shown = before.shown;
  for (const node of document.querySelectorAll("#list > details")) node.open = before.opened.has(node.id);
  before = null;
  list();
});

function openNamed() {
  const id = decodeURIComponent(location.hash.slice(1));
  const place = found.findIndex((proposal) => proposal.id === id);
  if (place < 0) return;
  if (place >= shown) {
    shown = place + 1;
    list();
  }
  const node = at(id);
  node.fill();
  node.open = true;
  node.scrollIntoView();
}
addEventListener("hashchange", openNamed);
translate();
openNamed();
