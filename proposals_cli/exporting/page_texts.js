"use strict";
// Texts of the page in the languages of the reader; page.js uses what is defined here.

// A text is a string where it has no language, a pair (English, Chinese) if it is of the program,
// else an object: language → text.
const isNamed = (value) => value !== null && typeof value === "object" && value.n !== undefined;
const word = (key, values) =>
  DATA.words[key][lang].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const label = (key) => (DATA.labels[key] || [key, key])[lang];
const themeName = (id) => textOf(DATA.themes[id] || {}) || id;
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

// The languages of the reader: the button decides between English and Chinese.
function wanted() {
  const others = DATA.languages.filter((tag) => !/^(en|zh)(-|$)/.test(tag));
  const same = DATA.languages.filter((tag) => tag.startsWith(lang ? "zh-" : "en-"));
  return [...others, ...same, lang ? "zh" : "en"];
}

function bestTag(tags, choice) {
  for (const tag of choice) {
    if (tags.includes(tag)) return tag;
    const longer = tags.find((one) => one.startsWith(`${tag}-`));
    if (longer) return longer;
    for (let shorter = tag; shorter.includes("-");) {
      shorter = shorter.slice(0, shorter.lastIndexOf("-"));
      if (tags.includes(shorter)) return shorter;
    }
  }
  return null;
}

// Returns [text, its language if it is known, whether the reader wants this language].
function choose(words) {
  if (!words) return ["", null, true];
  if (typeof words === "string") return [words, null, true];
  if (Array.isArray(words)) return [words[lang], lang ? "zh-CN" : "en", true];
  const tags = Object.keys(words);
  const best = bestTag(tags, wanted());
  const tag = best || tags[0];
  return [words[tag] || "", tag, best !== null];
}

const textOf = (words) => choose(words)[0];

// An element that declares its language if that is not the language of the page.
function inLanguage(tag, words, attributes) {
  const [text, known] = choose(words);
  const node = make(tag, text, attributes);
  const guessed = HAN.test(text) ? "zh-CN" : "en";
  const found = known === "und" ? null : known || guessed;
  if (found && found !== document.documentElement.lang) node.lang = found;
  node.dir = "auto";
  return node;
}

// The same, and after it the language in brackets if the reader wants none that the text is in.
function marked(words) {
  const [, tag, isWanted] = choose(words);
  if (isWanted) return [inLanguage("span", words)];
  const name = tag === "und" ? word("unknownLanguage") : tag;
  return [inLanguage("span", words), make("span", ` (${name})`, { class: "where" })];
}
