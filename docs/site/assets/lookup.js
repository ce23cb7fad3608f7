// The look-up, and the page that shows a register record. Reads the files that sunlot.core.views.lookup describes;
// everything else on the site works without this file.

const top = new URL("../", import.meta.url);
const SHOWN = 50;
const english = document.documentElement.lang === "en";
const say = english
  ? { short: "Type at least two characters.", none: "Nothing found.", wide: "Too general: type more of the name.",
      more: `Only the first ${SHOWN} are shown.`, found: (n) => `${n} found.`, failed: "The index could not be read. Try again later." }
  : { short: "请至少输入两个字。", none: "没有找到。请核对名称或代码；也可能尚未列入名录。", wide: "符合的太多，请多输入几个字。",
      more: `只列出前 ${SHOWN} 条，请多输入几个字。`, found: (n) => `找到 ${n} 条。`, failed: "暂时读不到索引，请稍后再试。" };

// Some servers unpack a file on its way and some do not: its first two bytes tell.
function unpacked(buffer) {
  const head = new Uint8Array(buffer, 0, Math.min(2, buffer.byteLength));
  const whole = new Response(buffer);
  if (head[0] !== 0x1f || head[1] !== 0x8b) return whole.json();
  return new Response(whole.body.pipeThrough(new DecompressionStream("gzip"))).json();
}

const files = new Map();
function read(path) {
  if (!files.has(path)) {
    const answer = fetch(new URL(`lookup/${path}.gz`, top)).then((response) => {
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.arrayBuffer();
    }).then(unpacked);
    answer.catch(() => files.delete(path));
    files.set(path, answer);
  }
  return files.get(path);
}

function normalise(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[.\u00b7\uff0e\u2027\u30fb\u2022\uff65\u22c5\u2219\u0387\u2024\ufe52\u2e31]/gu, "\u00b7").replace(/\s+/gu, "");
}

function grams(text) {
  const letters = [...text];
  return letters.slice(1).map((letter, n) => letters[n] + letter);
}

// Strings are compared by code point, as they were sorted; JavaScript's own order is by UTF-16 unit.
function before(left, right) {
  const one = [...left], other = [...right];
  for (let n = 0; n < Math.min(one.length, other.length); n += 1) {
    if (one[n] !== other[n]) return one[n].codePointAt(0) < other[n].codePointAt(0);
  }
  return one.length < other.length;
}

// The last page that starts at or before a key; -1 where none does.
function pageOf(starts, key) {
  let low = 0, high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(key, starts[middle])) high = middle; else low = middle + 1;
  }
  return low - 1;
}

async function byCode(index, prefix) {
  let page = Math.max(0, pageOf(index.codes, prefix));
  while (page > 0 && !before(index.codes[page], prefix)) page -= 1;
  const hits = [];
  for (; page < index.codes.length && hits.length < SHOWN; page += 1) {
    const rows = await read(`codes/${page}.json`);
    for (const [code, number] of rows) if (code.startsWith(prefix)) hits.push(number);
    const last = rows[rows.length - 1][0];
    if (before(prefix, last) && !last.startsWith(prefix)) break;
  }
  return hits.slice(0, SHOWN);
}

// The entries whose names hold all pairs of characters; null where every pair is too common to tell.
async function byName(index, words) {
  const pairs = [...new Set(words.flatMap(grams))];
  const lists = await Promise.all(pairs.map(async (pair) => {
    const page = pageOf(index.grams, pair);
    const rows = page < 0 ? [] : await read(`grams/${page}.json`);
    const row = rows.find(([gram]) => gram === pair);
    return row ? row[1] : [];
  }));
  const rare = lists.filter(Array.isArray).sort((one, other) => one.length - other.length);
  if (!rare.length) return null;
  const sets = rare.slice(1).map((list) => new Set(list));
  return rare[0].filter((number) => sets.every((set) => set.has(number)));
}

export async function find(query) {
  const index = await read("index.json");
  const words = query.split(/\s+/u).map(normalise).filter(Boolean);
  const long = words.filter((word) => [...word].length > 1);
  if (!long.length) return { message: say.short, hits: [] };
  const codes = await byCode(index, words.join(""));
  const names = await byName(index, long);
  if (names === null && !codes.length) return { message: say.wide, hits: [] };
  const hits = [];
  for (const number of new Set([...codes, ...(names ?? [])])) {
    const rows = await read(`entries/${Math.floor(number / index.page)}.json`);
    const [kind, title, note, address] = rows[number % index.page];
    const title_ = normalise(title);
    if (codes.includes(number) || words.every((word) => title_.includes(word))) hits.push({ kind: index.kinds[kind], title, note, address });
    if (hits.length === SHOWN) break;
  }
  return { message: hits.length === 0 ? say.none : hits.length === SHOWN ? say.more : say.found(hits.length), hits };
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function show(place, { message, hits }) {
  const parts = [element("p", message)];
  if (hits.length) {
    const list = element("ul", undefined, { class: "sl-bare" });
    for (const hit of hits) {
      const line = element("li");
      line.append(element("span", hit.kind, { class: "sl-tag" }), " ", element("a", hit.title, { href: new URL(hit.address, top).href }), element("small", hit.note));
      list.append(line);
    }
    parts.push(list);
  }
  place.replaceChildren(...parts);
}

for (const form of document.querySelectorAll("form[data-hits]")) {
  const input = form.elements.namedItem("q");
  const place = document.getElementById(form.dataset.hits);
  let turn = 0, timer = 0;
  const run = async () => {
    const mine = (turn += 1), query = input.value.trim();
    if (!query) return place.replaceChildren();
    let answer;
    try { answer = await find(query); } catch { answer = { message: say.failed, hits: [] }; }
    if (mine === turn) show(place, answer);
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(run, 150); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    run();
    if ("query" in form.dataset) history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`);
  });
  const asked = "query" in form.dataset ? new URLSearchParams(location.search).get("q") : null;
  if (asked) { input.value = asked; run(); }
}

async function record(place) {
  const id = new URLSearchParams(location.search).get("id") ?? "";
  const lines = [];
  try {
    const index = await read("records.json");
    const page = pageOf(index.records, id);
    const rows = page < 0 ? [] : await read(`records/${page}.json`);
    const row = rows.find(([key]) => key === id);
    if (!row) return place.replaceChildren(element("p", id ? `名录中没有编号为 ${id} 的对象。` : "地址中没有给出对象的编号。"));
    const list = element("dl", undefined, { class: "sl-dl" });
    const heading = document.querySelector("h1");
    document.title = document.title.replace(heading.textContent, row[1]);
    heading.textContent = row[1];
    for (const [number, values] of row[2]) {
      const line = element("div"), cell = element("dd");
      values.forEach(([text, address], n) => {
        if (n) cell.append("；");
        cell.append(address && !address.includes(`?id=${id}`) ? element("a", text, { href: new URL(address, top).href }) : element("span", text, { class: "sl-text" }));
      });
      line.append(element("dt", index.labels[number]), cell);
      list.append(line);
    }
    lines.push(list);
  } catch {
    lines.push(element("p", say.failed));
  }
  place.replaceChildren(...lines);
}

for (const place of document.querySelectorAll("[data-record]")) record(place);
