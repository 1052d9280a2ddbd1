// What the scan page shows. No decision is taken here.

const byId = (id) => document.getElementById(id);
export const words = JSON.parse(byId("words").textContent);

const TONES = { new: "go", released: "go", not_ours: "grey" };

// "%(name)s" places filled in.
export const fill = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

let toastTimer;

// A short sentence above the sheet; null takes it away.
export function say(sentence, milliseconds = 0) {
  const toast = byId("toast");
  clearTimeout(toastTimer);
  toast.hidden = !sentence;
  toast.textContent = sentence || "";
  if (sentence && milliseconds) toastTimer = setTimeout(() => say(null), milliseconds);
}

// Item → portions by the count, null where nobody counted.
const left = new Map();
for (const row of document.querySelectorAll("[data-item]")) {
  const said = row.querySelector("[data-left]").dataset.left;
  left.set(row.dataset.item, said === "" ? null : Number(said));
}

// Portions left, in the corner and on each item; what is not named stays as it was.
export function showDay({ items }) {
  for (const { code, remaining } of items) left.set(code, remaining);
  const known = [...left.values()].filter((remaining) => remaining !== null);
  byId("left").textContent = known.length ? known.reduce((sum, remaining) => sum + remaining, 0) : "–";
  for (const [code, remaining] of left) {
    const row = document.querySelector(`[data-item="${CSS.escape(code)}"]`);
    if (!row) continue;
    row.classList.toggle("is-empty", remaining === 0);
    const said = remaining ? fill(words.left, { count: remaining }) : words.none_left;
    row.querySelector("[data-left]").textContent = remaining === null ? "" : said;
  }
}

// "Pork bun 2, soy milk 1".
export function linesInWords(lines) {
  const name = (code) => byId(`item-${code}`)?.querySelector("strong").textContent ?? code;
  return lines.map(({ item, quantity }) => `${name(item)} ${quantity}`).join(words.comma);
}

// The ten digits in the field, or null, and then the page says what is wrong with them.
export function readTyped({ readNumber }) {
  const [field, wrong] = [byId("number"), byId("number-wrong")];
  const read = readNumber(field.value);
  wrong.hidden = !read.wrong;
  wrong.textContent = read.wrong ? fill(words.number[read.wrong], { count: read.count }) : "";
  field.setAttribute("aria-invalid", String(Boolean(read.wrong)));
  field.setAttribute("aria-describedby", "number-wrong");
  if (read.wrong) field.focus();
  return read.digits ?? null;
}

// ---- What a guest is given by one tap: as last time on this phone, else the first thing on the table

const usual = [...document.querySelectorAll("#guest-form [name^=take_]")];
const place = `usual-${byId("main").dataset.station}`;

export function rememberUsual(lines) {
  showUsual(lines);
  try {
    localStorage.setItem(place, JSON.stringify(lines));
  } catch {} // a browser that keeps nothing
}

export function usualLines() {
  const lines = usual.map(({ name, value }) => ({ item: name.slice(5), quantity: Number(value) }));
  return lines.filter(({ quantity }) => quantity > 0);
}

export function recallUsual() {
  try {
    const kept = JSON.parse(localStorage.getItem(place)) || [];
    const lines = kept.filter(({ item }) => usual.some(({ name }) => name === `take_${item}`));
    if (lines.length) showUsual(lines);
  } catch {}
}

function showUsual(lines) {
  for (const field of usual) field.value = lines.find(({ item }) => `take_${item}` === field.name)?.quantity || 0;
  byId("usual").textContent = `(${linesInWords(lines)})`;
}

export class Answer {
  #section = byId("answer");
  #form = byId("hand-over");

  constructor() {
    if (!this.#section) return;
    byId("give-anyway").addEventListener("click", () => this.#choose());
    this.#form.addEventListener("change", () => this.#weigh());
    for (const row of this.#form.querySelectorAll(".item")) {
      row.querySelector(".item-name").addEventListener("click", () => stepUp(row));
    }
    this.#section.addEventListener("keydown", (event) => {
      if (event.key === "Escape") byId("back-to-scan").click();
      if (event.key === "Tab") this.#keepInside(event);
    });
  }

  get tone() {
    return this.#section.dataset.tone;
  }

  set isBusy(isBusy) {
    byId("handed").disabled = isBusy;
  }

  show({ outcome, sentence }) {
    const isNew = TONES[outcome] === "go";
    this.#section.dataset.tone = TONES[outcome] || "doubt";
    this.#section.dataset.outcome = outcome;
    byId("answer-title").textContent = sentence || words.titles[outcome] || words.titles.unheard;
    byId("answer-sentence").textContent = words.sentences[outcome] || "";
    byId("give-anyway").hidden = isNew;
    this.#form.reset();
    this.complain("");
    this.#section.hidden = false;
    this.#section.dataset.step = isNew ? "choose" : "decide";
    this.#section.scrollTop = 0;
    for (const each of document.querySelectorAll("main, .scan-head")) each.inert = true;
    this.#weigh();
    byId("answer-title").focus({ preventScroll: true });
  }

  hide() {
    if (!this.#section) return;
    this.#section.hidden = true;
    for (const each of document.querySelectorAll("main, .scan-head")) each.inert = false;
  }

  lines() {
    const chosen = [...this.#form.querySelectorAll("[name^=take_]:checked")];
    return chosen.map(({ name, value }) => ({ item: name.slice(5), quantity: Number(value) })).filter(({ quantity }) => quantity > 0);
  }

  reason() {
    return this.#form.elements.reason.value;
  }

  complain(sentence) {
    byId("answer-wrong").hidden = !sentence;
    byId("answer-wrong").textContent = sentence;
  }

  #choose() {
    this.#section.dataset.step = "choose";
    this.#section.querySelector(".item input:checked")?.focus({ preventScroll: true });
  }

  #weigh() {
    byId("handed").setAttribute("aria-disabled", String(!this.lines().length));
    if (this.lines().length) this.complain("");
  }

  #keepInside(event) {
    const stops = [...this.#section.querySelectorAll("button, a, input:checked")].filter((stop) => stop.offsetParent);
    const [first, last] = [stops[0], stops.at(-1)];
    const isOut = event.shiftKey ? document.activeElement === first || !stops.includes(document.activeElement) : document.activeElement === last;
    if (!isOut) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}

// A tap on the name takes one more, and after the most that may be taken none.
function stepUp(row) {
  const counts = [...row.querySelectorAll("input")];
  const next = (counts.findIndex((input) => input.checked) + 1) % counts.length;
  counts[next].checked = true;
  counts[next].dispatchEvent(new Event("change", { bubbles: true }));
}

export class Undo {
  #timer = 0;
  #seconds;
  #place = `undo-${byId("main").dataset.station}`;
  id = null;

  constructor({ seconds }) {
    this.#seconds = seconds;
    if (byId("undo").hidden) this.#recall();
    else this.#run(Date.now() + (Number(byId("undo-seconds").textContent) || 0) * 1000);
  }

  show({ id, title, lines, isOnlyHere }) {
    const shown = { id, title, words: linesInWords(lines), isOnlyHere, end: Date.now() + this.#seconds * 1000 };
    this.#keep(shown);
    this.#draw(shown);
  }

  #draw({ id, title, words: taken, isOnlyHere, end }) {
    say(null);
    this.id = id;
    byId("undo-title").textContent = title;
    byId("undo-words").textContent = taken;
    byId("undo").classList.toggle("is-only-here", isOnlyHere);
    byId("undo").hidden = false;
    this.#run(end);
  }

  // The page was loaded again within the minute.
  #recall() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#place));
      if (kept && kept.end > Date.now()) this.#draw(kept);
    } catch {} // a browser that keeps nothing
  }

  #keep(shown) {
    try {
      if (shown) sessionStorage.setItem(this.#place, JSON.stringify(shown));
      else sessionStorage.removeItem(this.#place);
    } catch {}
  }

  // What was only on this phone has arrived.
  confirm(title) {
    if (!byId("undo").classList.contains("is-only-here")) return;
    byId("undo").classList.remove("is-only-here");
    byId("undo-title").textContent = title;
  }

  hide() {
    clearInterval(this.#timer);
    byId("undo").hidden = true;
    this.id = null;
    this.#keep(null);
  }

  #run(end) {
    const tick = () => {
      const rest = Math.ceil((end - Date.now()) / 1000);
      byId("undo-seconds").textContent = Math.max(rest, 0);
      if (rest <= 0) this.hide();
    };
    clearInterval(this.#timer);
    this.#timer = setInterval(tick, 500);
    tick();
  }
}
