// Charts of the proposals found; page.js calls charts(), and defines what is used here.

function count(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}

function bar(text, number, here, gap, most, chosen, choose) {
  const track = make("span", [], { class: "track", "aria-hidden": "true" });
  for (const [kind, size] of [["here", here], ["gap", gap]]) {
    if (size > 0) {
      const piece = make("span", [], { class: kind });
      piece.style.width = `${(100 * size) / most}%`;
      track.append(piece);
    }
  }
  const button = make("button", [inLanguage("span", text), make("span", number, { class: "count" }), track], {
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
  const counts = count(found.flatMap((proposal) => proposal.year || []));
  const isComplete = found.length === DATA.proposals.length;
  const stated = (isComplete && DATA.stated) || {};
  const years = [...new Set([...counts.keys(), ...Object.keys(stated).map(Number)])].sort((a, b) => a - b);
  let most = Math.max(1, ...years.map((year) => Math.max(counts.get(year) || 0, (stated[year] || [0])[0])));
  at("years").replaceChildren(...years.map((year) => {
    const here = counts.get(year) || 0;
    const [first, ...others] = stated[year] || [];
    let number = String(here);
    if (first !== undefined) {
      number = `${here} / ${first}`;
      if (others.length) number += ` (${others.join(", ")})`;
    }
    const gap = Math.max(0, (first || 0) - here);
    const choose = () => toggle("year", String(year));
    return bar(String(year), number, here, gap, most, at("year").value === String(year), choose);
  }));
  const compared = DATA.stated && Object.keys(DATA.stated).length;
  at("years-note").textContent = compared ? word(isComplete ? "stated" : "notCompared") : "";

  const themes = [...count(found.flatMap((proposal) => proposal.themes || []))];
  themes.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  most = Math.max(1, ...themes.map((pair) => pair[1]));
  at("themes").replaceChildren(...themes.map(([theme, number]) =>
    bar(themeName(theme), String(number), number, 0, most, at("theme").value === theme,
      () => toggle("theme", theme))));
  heatMap(themes.map((pair) => pair[0]), [...counts.keys()].sort((a, b) => a - b));
}

function heatMap(themes, years) {
  const counts = count(found.flatMap((proposal) => (proposal.themes || []).map((theme) => `${theme} ${proposal.year}`)));
  const most = Math.max(1, ...counts.values());
  const head = make("thead", make("tr", [
    make("th", word("theme"), { scope: "col" }),
    ...years.map((year) => make("th", String(year), { scope: "col" })),
  ]));
  const rows = themes.map((theme) => make("tr", [
    inLanguage("th", themeName(theme), { scope: "row" }),
    ...years.map((year) => {
      const number = counts.get(`${theme} ${year}`) || 0;
      return make("td", number ? String(number) : "·", { class: `h${Math.ceil((5 * number) / most)}` });
    }),
  ]));
  at("map").replaceChildren(head, make("tbody", rows));
}
