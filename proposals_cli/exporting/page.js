"use strict";
// Text of records is inserted as text nodes and attributes only, never as markup.
const DATA = JSON.parse(document.getElementById("data").textContent);
const STEP = 200;  // proposals added to the page at a time

let lang = DATA.lang === "zh" ? 1 : 0;
let shown = STEP;
let found = [];

const at = (id) => document.getElementById(id);
// A text of a record is a string, one of the program a pair: English, Chinese.
const textOf = (text) => (Array.isArray(text) ? text[lang] : text);
const word = (key, values) =>
  DATA.words[key][lang].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const label = (key) => (DATA.labels[key] || [key, key])[lang];
const nameIn = (names, id) => names[lang] || names[1 - lang] || id;
const themeName = (id) => nameIn(DATA.themes[id] || [], id);
const HAN = /[\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]|[\ud840-\udbff][\udc00-\udfff]/;

function make(tag, content, attributes) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  for (const part of [].concat(content === undefined || content === null ? [] : content)) {
    node.append(part);
  }
  return node;
}

// An element that declares its language if that is not the language of the page.
function inLanguage(tag, text, attributes) {
  const chinese = HAN.test(text);
  const other = chinese === (lang === 0);
  const node = make(tag, text, attributes);
  if (other) node.lang = chinese ? "zh-CN" : "en";
  node.dir = "auto";
  return node;
}

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

// What others report about a proposal is not searched, only what it says.
const UNSEARCHED = new Set(["status", "disagreements"]);

function searchable(proposal) {
  const parts = [proposal.id, proposal.topic, String(proposal.year), ...proposal.titles, ...proposal.entities];
  parts.push(...proposal.themes.flatMap((id) => [id, ...(DATA.themes[id] || [])]));
  for (const line of proposal.lines.filter((one) => !UNSEARCHED.has(one.key))) parts.push(...line.values.flat());
  for (const section of proposal.sections.filter((one) => !UNSEARCHED.has(one.key))) {
    for (const group of section.groups || []) {
      parts.push(...[group.heading].flat(), ...group.entries.flatMap(searched));
    }
  }
  parts.push(...proposal.variants.flatMap(searched));
  const text = fold(parts.filter(Boolean).join(" \n "));
  return { text, words: ` ${text.replace(/[^\p{L}\p{N}+#]+/gu, " ")} ` };
}

const searched = (entry) => [entry.text, entry.lead, ...(entry.actors || [])].flat();

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

// -- proposals ----------------------------------------------------------------------------------

class Body {
  constructor(proposal) {
    this.proposal = proposal;
    this.numbers = new Map();
    for (const id of proposal.sources) this.number(id);
  }

  number(id) {
    if (!this.numbers.has(id)) this.numbers.set(id, this.numbers.size + 1);
    return this.numbers.get(id);
  }

  anchor(id) {
    return `${this.proposal.id}--${this.number(id)}`;
  }

  cites(places) {
    return (places || []).map(([id, locator]) => {
      const mark = make("a", `[${this.number(id)}]`, { href: `#${this.anchor(id)}` });
      return locator ? make("span", [make("sup", mark), make("span", ` ${locator} `, { class: "where" })])
        : make("sup", mark);
    });
  }

  entry(entry, tag, opening) {
    const node = make(tag, opening ? [make("strong", opening), ": "] : []);
    const conditions = [
      entry.horizon && textOf(entry.horizon),
      entry.actors && word("askedOf", { actors: entry.actors.join(lang ? "、" : ", ") }),
    ].filter(Boolean);
    node.append(inLanguage("span", textOf(entry.text)));
    if (conditions.length) node.append(make("span", ` (${conditions.join("; ")})`, { class: "where" }));
    node.append(" ", ...this.cites(entry.cited));
    if (entry.comment) node.append(" ", inLanguage("span", entry.comment));
    for (const [, , quote] of entry.cited || []) {
      if (quote) node.append(inLanguage("blockquote", quote));
    }
    return node;
  }

  line(line) {
    const values = line.values.map((value) =>
      (Array.isArray(value) && value.length === 3 ? nameIn(value, value[2]) : textOf(value)));
    const text = values.join(", ") + (line.remark ? ` — ${textOf(line.remark)}` : "");
    return this.entry({ text, cited: line.cited }, "p", word(line.key));
  }

  section(section) {
    if (section.key === "problem") return this.headed(section.key, [this.entry(section.groups[0].entries[0], "p")]);
    const nodes = (section.groups || []).flatMap((group) => {
      const list = make("ul", group.entries.map((entry) =>
        this.entry(entry, "li", entry.when ? `${entry.lead} (${entry.when})` : entry.lead)));
      return group.heading ? [inLanguage("p", textOf(group.heading), { class: "facts" }), list] : [list];
    });
    if (section.empty) nodes.push(make("p", textOf(section.empty)));
    return this.headed(section.key, nodes);
  }

  headed(key, nodes) {
    return [make("h3", word(key)), ...nodes];
  }

  sources() {
    const rows = [...this.numbers].map(([id]) => {
      const source = DATA.sources[id] || {};
      const title = source.title || word("untitled");
      const row = make("li", [], { id: this.anchor(id) });
      if (source.publisher) row.append(inLanguage("span", source.publisher), ". ");
      row.append(source.url
        ? inLanguage("a", title, { href: source.url, rel: "noopener noreferrer external" })
        : inLanguage("span", DATA.sources[id] ? title : id));
      if (source.date) row.append(`. ${source.date}`);
      if (source.machine) row.append(make("span", ` (${word("machine")})`, { class: "where" }));
      return row;
    });
    return [make("ol", rows, { class: "sources" })];
  }

  build() {
    const proposal = this.proposal;
    const facts = `${proposal.sessions[lang]} · ${proposal.kinds[lang]} · `;
    const nodes = [make("p", [facts, make("code", proposal.id)], { class: "facts" })];
    if (proposal.cited.length) nodes.push(make("p", [`${word("wording")}: `, ...this.cites(proposal.cited)], { class: "facts" }));
    nodes.push(...proposal.lines.map((line) => this.line(line)));
    nodes.push(...proposal.variants.map((variant) => this.entry(variant, "p", word("also"))));
    nodes.push(...proposal.sections.flatMap((section) => this.section(section)));
    nodes.push(...this.headed("sources", this.sources()));
    return make("div", nodes, { class: "body" });
  }
}

function titles(proposal) {
  const topic = proposal.topic ? `〔${proposal.topic}〕` : null;
  const pair = [proposal.titles[0], proposal.titles[1] || topic];
  const first = pair[lang] || pair[1 - lang] || proposal.id;
  const second = pair[lang] ? pair[1 - lang] : null;
  return [first, second];
}

function entry(proposal) {
  const [first, second] = titles(proposal);
  const summary = make("summary", [
    make("span", String(proposal.year), { class: "year" }), inLanguage("span", first, { class: "title" }),
  ]);
  const basis = proposal.bases[lang];
  if (second) summary.append(inLanguage("span", second, { class: "other" }));
  const tags = proposal.themes.map((theme) => themeName(theme));
  tags.push(label(proposal.status));
  if (basis === "label" || basis === "translated") tags.push(label(basis));
  summary.append(make("span", tags.join(" · "), { class: "tags" }));
  const node = make("details", summary, { id: proposal.id });
  node.fill = () => {
    if (node.childElementCount === 1) node.append(new Body(proposal).build());
  };
  node.addEventListener("toggle", () => node.open && node.fill());
  // filled before it opens, so that the layout does not jump
  summary.addEventListener("click", node.fill);
  return node;
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

function measures(proposal) {
  const section = proposal.sections.find((one) => one.key === "measures");
  return section ? (section.groups || []).reduce((sum, group) => sum + group.entries.length, 0) : 0;
}

function translate() {
  document.documentElement.lang = lang ? "zh-CN" : "en";
  document.title = word("title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
  at("lang-en").setAttribute("aria-pressed", String(lang === 0));
  at("lang-zh").setAttribute("aria-pressed", String(lang === 1));
  const years = [...new Set(DATA.proposals.map((proposal) => proposal.year))].sort((a, b) => b - a);
  options("year", years.map((year) => [String(year), String(year)]));
  const themes = [...count(DATA.proposals.flatMap((proposal) => proposal.themes))]
    .map(([theme, number]) => [theme, `${themeName(theme)} (${number})`]);
  options("theme", themes.sort((a, b) => a[1].localeCompare(b[1], lang ? "zh" : "en")));
  const local = (number) => number.toLocaleString(lang ? "zh" : "en");
  at("totals").textContent = word("totals", {
    proposals: local(DATA.proposals.length),
    measures: local(DATA.proposals.reduce((sum, proposal) => sum + measures(proposal), 0)),
    sources: local(Object.keys(DATA.sources).length),
  });
  update();
}

function update(keep) {
  const [query, theme, year] = ["words", "theme", "year"].map((id) => at(id).value);
  found = DATA.proposals.filter((proposal) =>
    (!theme || proposal.themes.includes(theme)) && (!year || String(proposal.year) === year)
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
