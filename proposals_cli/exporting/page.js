"use strict";
// Text of records goes into the page as text alone: nothing here reads it as markup.
const DATA = JSON.parse(document.getElementById("data").textContent);
const STEP = 200;  // proposals put on the page at a time
const WORDS = {
  title: ["Policy proposals", "政策建议"],
  skip: ["Skip to the proposals", "跳到建议列表"],
  language: ["Language", "语言"],
  search: ["Search", "搜索"],
  theme: ["Theme", "主题"],
  year: ["Year", "年份"],
  all: ["all", "全部"],
  reset: ["Clear", "清除"],
  counts: ["Counts", "统计"],
  byYear: ["By year", "按年"],
  byTheme: ["By theme", "按主题"],
  several: ["A proposal may have several themes.", "一件建议可有多个主题。"],
  map: ["Theme × year", "主题 × 年份"],
  proposals: ["Proposals", "建议"],
  open: ["Open all", "全部展开"],
  close: ["Close all", "全部收起"],
  more: ["Show more", "显示更多"],
  none: ["No proposal fits.", "没有符合条件的建议。"],
  wording: ["Title", "标题"],
  status: ["Status", "状态"],
  reported: ["as reported: ", "据报道："],
  by: ["By", "提出人"],
  regions: ["Regions", "地区"],
  series: ["Series", "系列"],
  also: ["Also titled", "又题"],
  problem: ["Problem", "问题"],
  measures: ["Measures", "措施"],
  replies: ["Official replies", "官方答复"],
  noReply: ["None is known.", "未见。"],
  uptake: ["Later policy that says the same", "后来相同的政策"],
  differing: ["Where sources disagree", "说法不一"],
  notes: ["Notes", "备注"],
  sources: ["Sources", "来源"],
  untitled: ["untitled", "无题"],
  machine: ["machine translation", "机器翻译"],
  stated: [
    "Held / stated by sources. Dashed: stated but not held. In brackets: another number stated.",
    "已收录 / 来源所称。虚线：所称而未收录。括号内：另有来源所称之数。",
  ],
  notCompared: [
    "Sources count all proposals of a year, so a selection is not compared with them.",
    "来源按年计全部建议，筛选结果不与之比较。",
  ],
  made: [
    "Everything on this page is in this file; only links to sources lead elsewhere.",
    "本页内容全部在此文件中，只有来源链接指向外部。",
  ],
};

let lang = DATA.lang === "zh" ? 1 : 0;
let shown = STEP;
let found = [];

const at = (id) => document.getElementById(id);
const word = (key) => WORDS[key][lang];
const label = (key) => (DATA.labels[key] || [key, key])[lang];
const nameOf = (table, id) => {
  const names = DATA[table][id] || [];
  return names[lang] || names[1 - lang] || id;
};
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

// Text in a run of its own where it is not in the language of the page.
function tongue(tag, text, attributes) {
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

function haystack(proposal) {
  const parts = [proposal.id, proposal.topic, String(proposal.year), ...proposal.titles];
  const names = (table) => (id) => [id, ...(DATA[table][id] || [])];
  parts.push(...proposal.themes.flatMap(names("themes")), ...proposal.people.flatMap(names("people")));
  parts.push(...proposal.regions, ...proposal.entities, ...proposal.series.flat());
  if (proposal.problem) parts.push(proposal.problem.text);
  for (const said of [...proposal.measures, ...proposal.replies, ...proposal.uptake, ...proposal.variants]) {
    parts.push(said.text, said.area, said.who, ...(said.actors || []));
  }
  parts.push(...proposal.notes);
  const text = fold(parts.filter(Boolean).join(" \n "));
  return { text, words: ` ${text.replace(/[^\p{L}\p{N}+#]+/gu, " ")} ` };
}

// Chinese counts wherever it stands; a word in letters counts where a word begins with it.
function says(hay, query) {
  return fold(query).split(/\s+/).filter(Boolean).every((term) => {
    if (HAN.test(term)) return hay.text.includes(term);
    const bare = term.replace(/[^\p{L}\p{N}+#]+/gu, " ").trim();
    return !bare || hay.words.includes(` ${bare}`);
  });
}

const HAYS = new Map();
function hayOf(proposal) {
  if (!HAYS.has(proposal)) HAYS.set(proposal, haystack(proposal));
  return HAYS.get(proposal);
}

// -- charts -------------------------------------------------------------------------------------

function count(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}

function bar(text, number, held, gap, most, chosen, choose) {
  const track = make("span", [], { class: "track", "aria-hidden": "true" });
  for (const [kind, size] of [["held", held], ["gap", gap]]) {
    if (size > 0) {
      const piece = make("span", [], { class: kind });
      piece.style.width = `${(100 * size) / most}%`;
      track.append(piece);
    }
  }
  const button = make("button", [tongue("span", text), make("span", number, { class: "count" }), track], {
    type: "button", "aria-pressed": String(chosen),
  });
  button.addEventListener("click", choose);
  return make("li", button);
}

function toggle(id, value) {
  at(id).value = at(id).value === value ? "" : value;
  update();
}

function charts() {
  const held = count(found.map((proposal) => proposal.year));
  const whole = found.length === DATA.proposals.length;
  const stated = (whole && DATA.stated) || {};
  const years = [...new Set([...held.keys(), ...Object.keys(stated).map(Number)])].sort((a, b) => a - b);
  let most = Math.max(1, ...years.map((year) => Math.max(held.get(year) || 0, (stated[year] || [0])[0])));
  at("years").replaceChildren(...years.map((year) => {
    const here = held.get(year) || 0;
    const [said, ...others] = stated[year] || [];
    let number = String(here);
    if (said !== undefined) {
      number = `${here} / ${said}`;
      if (others.length) number += ` (${others.join(", ")})`;
    }
    const gap = Math.max(0, (said || 0) - here);
    const choose = () => toggle("year", String(year));
    return bar(String(year), number, here, gap, most, at("year").value === String(year), choose);
  }));
  const compared = DATA.stated && Object.keys(DATA.stated).length;
  at("years-note").textContent = compared ? word(whole ? "stated" : "notCompared") : "";

  const themes = [...count(found.flatMap((proposal) => proposal.themes))];
  themes.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  most = Math.max(1, ...themes.map((pair) => pair[1]));
  at("themes").replaceChildren(...themes.map(([theme, number]) =>
    bar(nameOf("themes", theme), String(number), number, 0, most, at("theme").value === theme,
      () => toggle("theme", theme))));
  heatMap(themes.map((pair) => pair[0]), [...held.keys()].sort((a, b) => a - b));
}

function heatMap(themes, years) {
  const counts = count(found.flatMap((proposal) => proposal.themes.map((theme) => `${theme} ${proposal.year}`)));
  const most = Math.max(1, ...counts.values());
  const head = make("thead", make("tr", [
    make("th", word("theme"), { scope: "col" }),
    ...years.map((year) => make("th", String(year), { scope: "col" })),
  ]));
  const rows = themes.map((theme) => make("tr", [
    tongue("th", nameOf("themes", theme), { scope: "row" }),
    ...years.map((year) => {
      const number = counts.get(`${theme} ${year}`) || 0;
      return make("td", number ? String(number) : "·", { class: `h${Math.ceil((5 * number) / most)}` });
    }),
  ]));
  at("map").replaceChildren(head, make("tbody", rows));
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
    return places.map(([id, locator]) => {
      const mark = make("a", `[${this.number(id)}]`, { href: `#${this.anchor(id)}` });
      return locator ? make("span", [make("sup", mark), make("span", ` ${locator} `, { class: "where" })])
        : make("sup", mark);
    });
  }

  said(said, tag, opening) {
    const node = make(tag || "li", opening ? [make("strong", opening), ": "] : []);
    node.append(tongue("span", said.text), " ", ...this.cites(said.cited));
    for (const [, , quote] of said.cited) {
      if (quote) node.append(tongue("blockquote", quote));
    }
    return node;
  }

  section(key, nodes) {
    return nodes.length ? [make("h3", word(key)), ...nodes] : [];
  }

  measures() {
    const areas = [...new Set(this.proposal.measures.map((measure) => measure.area))];
    return areas.flatMap((area) => {
      const list = make("ul", this.proposal.measures.filter((measure) => measure.area === area).map((measure) => {
        const node = this.said(measure);
        const aside = [measure.horizon && label(measure.horizon), ...measure.actors].filter(Boolean);
        if (aside.length) node.append(make("span", ` (${aside.join("; ")})`, { class: "where" }));
        return node;
      }));
      return area ? [tongue("p", area, { class: "facts" }), list] : [list];
    });
  }

  sources() {
    const rows = [...this.numbers].map(([id]) => {
      const source = DATA.sources[id] || {};
      const title = source.title || word("untitled");
      const row = make("li", [], { id: this.anchor(id) });
      if (source.publisher) row.append(tongue("span", source.publisher), ". ");
      row.append(source.url
        ? tongue("a", title, { href: source.url, rel: "noopener noreferrer external" })
        : tongue("span", DATA.sources[id] ? title : id));
      if (source.date) row.append(`. ${source.date}`);
      if (source.machine) row.append(make("span", ` (${word("machine")})`, { class: "where" }));
      return row;
    });
    return [make("ol", rows, { class: "sources" })];
  }

  build() {
    const proposal = this.proposal;
    const facts = [proposal.sessions[lang], label(proposal.kind) + (lang ? "" : ` (${(DATA.labels[proposal.kind] || [])[1] || ""})`)];
    const nodes = [make("p", [`${facts.join(" · ")} · `, make("code", proposal.id)], { class: "facts" })];
    if (proposal.cited.length) nodes.push(make("p", [`${word("wording")}: `, ...this.cites(proposal.cited)], { class: "facts" }));
    const status = { text: label(proposal.status.value), cited: proposal.status.cited };
    if (proposal.status.words) status.text += ` — ${word("reported")}${proposal.status.words}`;
    nodes.push(this.said(status, "p", word("status")));
    const people = proposal.people.map((id) => nameOf("people", id)).join(", ");
    if (people) nodes.push(make("p", [make("strong", word("by")), `: ${people}`]));
    if (proposal.regions.length) nodes.push(make("p", [make("strong", word("regions")), `: ${proposal.regions.join(", ")}`]));
    const series = proposal.series.map((one) => one[1 + lang] || one[2 - lang] || one[0]).join(", ");
    if (series) nodes.push(make("p", [make("strong", word("series")), `: ${series}`]));
    for (const variant of proposal.variants) nodes.push(this.said(variant, "p", word("also")));
    if (proposal.problem) nodes.push(...this.section("problem", [this.said(proposal.problem, "p")]));
    if (proposal.measures.length) nodes.push(...this.section("measures", this.measures()));
    const replies = proposal.replies.map((reply) =>
      this.said(reply, "li", reply.when ? `${reply.who} (${reply.when})` : reply.who));
    nodes.push(...this.section("replies", [replies.length ? make("ul", replies) : make("p", word("noReply"))]));
    for (const key of ["uptake", "differing"]) {
      if (proposal[key].length) nodes.push(...this.section(key, [make("ul", proposal[key].map((said) => this.said(said)))]));
    }
    if (proposal.notes.length) nodes.push(...this.section("notes", [make("ul", proposal.notes.map((text) => tongue("li", text)))]));
    nodes.push(...this.section("sources", this.sources()));
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
    make("span", String(proposal.year), { class: "year" }), tongue("span", first, { class: "title" }),
  ]);
  const basis = proposal.bases[lang];
  if (second) summary.append(tongue("span", second, { class: "other" }));
  const tags = proposal.themes.map((theme) => nameOf("themes", theme));
  tags.push(label(proposal.status.value));
  if (basis === "label" || basis === "translated") tags.push(label(basis));
  summary.append(make("span", tags.join(" · "), { class: "tags" }));
  const node = make("details", summary, { id: proposal.id });
  node.fill = () => {
    if (node.childElementCount === 1) node.append(new Body(proposal).build());
  };
  node.addEventListener("toggle", () => node.open && node.fill());
  // filled before it opens, so that nothing jumps
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

function speak() {
  document.documentElement.lang = lang ? "zh-CN" : "en";
  document.title = word("title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
  at("lang-en").setAttribute("aria-pressed", String(lang === 0));
  at("lang-zh").setAttribute("aria-pressed", String(lang === 1));
  const years = [...new Set(DATA.proposals.map((proposal) => proposal.year))].sort((a, b) => b - a);
  options("year", years.map((year) => [String(year), String(year)]));
  const themes = [...count(DATA.proposals.flatMap((proposal) => proposal.themes))]
    .map(([theme, number]) => [theme, `${nameOf("themes", theme)} (${number})`]);
  options("theme", themes.sort((a, b) => a[1].localeCompare(b[1], lang ? "zh" : "en")));
  const measures = DATA.proposals.reduce((sum, proposal) => sum + proposal.measures.length, 0);
  const [n, m, s] = [DATA.proposals.length, measures, Object.keys(DATA.sources).length]
    .map((number) => number.toLocaleString(lang ? "zh" : "en"));
  at("totals").textContent = lang ? `${n} 件建议，${m} 项措施，${s} 个来源` : `${n} proposals, ${m} measures, ${s} sources`;
  update();
}

function update(keep) {
  const [query, theme, year] = ["words", "theme", "year"].map((id) => at(id).value);
  found = DATA.proposals.filter((proposal) =>
    (!theme || proposal.themes.includes(theme)) && (!year || String(proposal.year) === year)
    && (!query.trim() || says(hayOf(proposal), query)));
  if (!keep) shown = STEP;
  const [n, of] = [found.length, DATA.proposals.length];
  at("found").textContent = !n ? word("none") : lang ? `显示 ${n} / ${of} 件` : `${n} of ${of} shown`;
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
    speak();
  });
}
at("open").addEventListener("click", () => openAll(true));
at("close").addEventListener("click", () => openAll(false));
at("more").addEventListener("click", () => {
  shown += STEP;
  update(true);
});

// A printed page shows everything that fits the filters, opened; afterwards it is as it was.
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
speak();
openNamed();
