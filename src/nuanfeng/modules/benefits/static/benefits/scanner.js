// The scanner without a network: everything is written on this phone first, and sent when there is a way.

import { keepScanner, scanners } from "./scan_store.js";
import { ask } from "./scan_wire.js";
import { Clock } from "./scanner_clock.js";
import { askToKeep, enrol, keepShell, newest } from "./scanner_enrol.js";
import { drawItems, drawProgrammes } from "./scanner_items.js";
import { Log } from "./scanner_log.js";
import { sendLog } from "./scanner_send.js";
import { State, chooseProgramme, chosenProgramme } from "./scanner_state.js";
import { View } from "./scanner_view.js";

const UNDO_SECONDS = 60;
const JUST_SCANNED = 60000;
const STATE_EVERY = 60000;
const OUT_OF_VIEW = 2000;

const byId = (id) => document.getElementById(id);
const words = JSON.parse(byId("words").textContent);
const inView = { text: "", since: 0 };
const asked = new Set(); // whom this window has asked about the epoch

let scanner, clock, log, state, screen, answer, undo, numbers, sound;
let view = null;
let current = null;
let isBusy = false;
let isRevoked = false;
let isSending = false;
let isAskedAgain = false;
let wait = 5000;
let timer = 0;

// ---- Start

async function start() {
  const code = location.hash.slice(1);
  if (code) history.replaceState(null, "", location.pathname);
  try {
    const wrong = code ? await enrol(code) : "";
    if (wrong) tell(words[wrong]);
    scanner = newest(await scanners());
  } catch (why) {
    return stop(why);
  }
  keepShell(JSON.parse(byId("files").textContent));
  if (!scanner) return reveal("enrol");
  const isTaken = sessionStorage.getItem("scanner-take-over");
  sessionStorage.removeItem("scanner-take-over");
  return holdWindow(isTaken ? { steal: true } : { ifAvailable: true });
}

// Two windows would write two records into one place of the log.
function holdWindow(how) {
  return navigator.locks
    .request("nuanfeng-scanner", how, (lock) => {
      if (!lock) return reveal("elsewhere");
      byId("elsewhere").hidden = true;
      return begin().then(() => new Promise(() => {}), stop);
    })
    .catch(() => {
      // Another window took over.
      view?.stop();
      scanner = null;
      clearTimeout(timer);
      answer?.hide();
      byId("view").hidden = byId("sheet").hidden = true;
      reveal("elsewhere");
    });
}

async function begin() {
  clock = new Clock(scanner);
  log = new Log(scanner);
  state = new State({ scanner, clock, county: { keys: words.keys }, programme: await chosenProgramme(scanner) });
  await Promise.all([clock.recall(), state.recall()]);
  byId("station").textContent = scanner.name;
  byId("main").dataset.station = scanner.station;
  const isNew = !state.said;
  await refresh();
  if (scanner.isRevoked && !isRevoked && !byId("network-chip").hidden) onRevoked();
  // What lies on the table is known only now: a lease is asked for at once, the network may be gone in a minute.
  if (isNew && state.said) await refresh();
  if (!state.said) return tell(isRevoked ? "" : words.no_programme);
  const here = state.said.programmes ?? [];
  // What it was at has ended, and something else is handed out.
  if (here.length && !here.some(({ code }) => code === state.said.programme)) return moveTo(here[0].code);
  drawItems(state.said.items);
  drawProgrammes(here, { chosen: state.said.programme, onChoose: moveTo });
  await loadScreen();
  byId("programme").textContent = state.said.programme_name;
  reveal("sheet");
  showLeft();
  setInterval(refresh, STATE_EVERY);
  addEventListener("online", () => refresh());
  addEventListener("offline", () => showNetwork(false));
  sendAll();
  askToKeep();
  if (!isRevoked) openView();
  document.documentElement.dataset.ready = "table";
  return undefined;
}

// Another table of the same station. Its state was asked for all the while, so it works without a network.
async function moveTo(programme) {
  await chooseProgramme(scanner, programme);
  location.reload();
}

async function refreshOthers() {
  for (const { code } of state.said?.programmes ?? []) {
    if (code === state.said.programme) continue;
    const other = new State({ scanner, clock, county: { keys: words.keys }, programme: code });
    await other.recall();
    const isNew = !other.said;
    await other.refresh({ onEpoch: () => {} });
    if (isNew && other.said) await other.refresh({ onEpoch: () => {} });
  }
}

async function loadScreen() {
  [screen, numbers, sound] = await Promise.all([import("./scan_screen.js"), import("./scan_numbers.js"), import("./scan_sound.js")]);
  answer = new screen.Answer();
  undo = new screen.Undo({ seconds: UNDO_SECONDS });
  screen.recallUsual();
}

function openView() {
  const mayRead = () => !current && !isBusy;
  view = new View({ words, onCode, mayRead, onTap: () => sound.wakeSound() });
  view.show();
}

function reveal(id) {
  byId(id).hidden = false;
  document.documentElement.dataset.ready ??= id;
}

function tell(sentence) {
  byId("toast").hidden = !sentence;
  byId("toast").textContent = sentence;
}

// Nothing may look recorded that isn't.
function stop(why) {
  console.error(why);
  view?.stop();
  answer?.hide();
  reveal("stopped");
  for (const each of document.querySelectorAll("main, .scan-head")) each.inert = true;
  byId("stopped-title").focus();
}

// With a network what lies on the table, without one what this phone may count on.
async function showLeft() {
  const used = {};
  for (const row of await log.waiting()) {
    const said = JSON.parse(row.text);
    if (said.programme !== state.said.programme) continue;
    for (const { item, quantity } of said.lines) used[item] = (used[item] ?? 0) + quantity;
  }
  const isAway = !byId("network-chip").hidden;
  const left = ({ code, remaining, leased, is_open: isOpen }) => (isOpen && isAway ? Math.max(0, leased - (used[code] ?? 0)) : remaining);
  screen.showDay({ items: state.said.items.map((item) => ({ code: item.code, remaining: left(item) })) });
}

// ---- Looking

function onCode(text) {
  const isStillThere = text === inView.text && Date.now() - inView.since < OUT_OF_VIEW;
  Object.assign(inView, { text, since: Date.now() });
  return isStillThere ? undefined : check({ token: text });
}

async function check(code) {
  if (isBusy || current || isRevoked) return undefined;
  isBusy = true;
  const [id, at] = [numbers.newId(clock.now()), isoNow()];
  try {
    const local = await state.judge(code);
    const before = await servedHere(local.who);
    if (before && clock.now() - before.at < JUST_SCANNED) return screen.say(words.just_scanned, 4000);
    const body = { station: scanner.station, programme: state.said.programme, ...code, id, at };
    const reply = await ask("/checks", { key: scanner.key, body });
    showNetwork(Boolean(reply));
    if (reply && !reply.ok) return onRefused(reply);
    if (reply?.body.just_scanned) return screen.say(words.just_scanned, 4000);
    const said = reply?.body ?? { outcome: local.outcome };
    if (!reply && before && ["new", "ours_unheard"].includes(said.outcome)) Object.assign(said, alreadyAt(before.at));
    if (!reply && said.outcome === "already" && !said.sentence && !state.isDaily) said.sentence = words.already_before;
    current = { id, code: code.token || code.number, who: local.who, outcome: said.outcome };
    answer.show(said);
    return sound.play(answer.tone);
  } finally {
    isBusy = false;
  }
}

function onRefused(reply) {
  if (reply.status === 401) return onUnknown();
  if (reply.body.code === "scanner_revoked") return onRevoked();
  return screen.say(reply.body.title || words.try_again, 6000);
}

function alreadyAt(at) {
  if (at < state.dayBegins) return { outcome: "already", sentence: words.already_before };
  const time = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit" }).format(at);
  return { outcome: "already", sentence: screen.fill(words.already_at, { time }) };
}

// What this phone handed to the same code in this period, and did not take back.
async function servedHere(who) {
  if (!who) return null;
  const rows = await log.rows();
  const undone = new Set(rows.filter((row) => row.isVoid).map((row) => row.recordId));
  const isHere = (row) => JSON.parse(row.text).programme === state.said?.programme;
  return rows.findLast((row) => row.who === who && row.at >= state.periodBegins && !undone.has(row.recordId) && isHere(row)) ?? null;
}

// ---- Handing over

function handOver() {
  const lines = answer.lines();
  if (!lines.length) return answer.complain(words.choose_first);
  screen.rememberUsual(lines);
  return record(lines);
}

function giveGuestMeal() {
  if (current || isBusy || isRevoked) return undefined;
  current = { id: numbers.newId(clock.now()), code: "", who: null, outcome: "new", isGuest: true };
  return record(screen.usualLines());
}

const isoNow = () => new Date(clock.now()).toISOString();

async function record(lines) {
  if (isBusy || !current) return undefined;
  isBusy = answer.isBusy = true;
  const { id, code, who, outcome, isGuest } = current;
  const isPlain = outcome === "new";
  const said = { programme: state.said.programme, lines, code, at: isoNow(), give_anyway: !isPlain, reason: isPlain ? "" : answer.reason() };
  try {
    await log.write({ id, kind: "hand_out", ...said, anchor: clock.anchor }, { who });
    await clock.remember();
  } catch (why) {
    return stop(why);
  } finally {
    isBusy = answer.isBusy = false;
  }
  undo.show({ id, title: words.only_here, lines, isOnlyHere: true });
  undo.recorded = isGuest ? words.guest_given : words.recorded;
  backToScan();
  return sendAll();
}

async function takeBack(id) {
  undo.hide();
  try {
    await log.write({ id, kind: "void", at: isoNow(), anchor: clock.anchor }, { isVoid: true });
  } catch (why) {
    return stop(why);
  }
  screen.say(words.taken_back, 4000);
  return sendAll();
}

function backToScan() {
  current = null;
  inView.since = Date.now();
  answer.hide();
  byId("number").value = "";
}

// ---- The county

async function refresh() {
  if (!scanner) return undefined;
  if (isRevoked) return sendAll();
  const reply = await state.refresh({ onEpoch: () => log.sendAgain() });
  showNetwork(Boolean(reply));
  if (reply && !reply.ok && reply.status === 401) await onUnknown();
  if (reply && !reply.ok && reply.body.code === "scanner_revoked") onRevoked();
  await clock.remember();
  if (reply?.ok) await refreshOthers();
  await log.prune(clock.now());
  if (screen) await showLeft();
  return sendAll();
}

// What this phone recorded for every station that it ever was a scanner of.
async function sendAll() {
  isAskedAgain = isSending;
  if (isSending || !scanner) return undefined;
  isSending = true;
  clearTimeout(timer);
  let result = "done";
  try {
    for (const each of (await scanners()).filter(({ pair, key }) => pair && key)) result = worse(result, await sendOne(each));
  } catch {
    result = "later";
  } finally {
    isSending = false;
  }
  await count();
  if (isAskedAgain) return sendAll();
  wait = result === "done" ? 5000 : Math.min(wait * 2, 60000);
  if (result !== "done") timer = setTimeout(sendAll, wait);
  return undefined;
}

const worse = (one, other) => (other === "done" ? one : other);

function sendOne(each) {
  const isOurs = each.id === scanner.id;
  const own = isOurs ? log : new Log(each);
  const onEpoch = async (epoch) => {
    // What it was before knows no epoch until it has heard one.
    if (isOurs || each.epoch !== undefined) await own.sendAgain();
    if (!isOurs) await keepScanner({ ...each, epoch });
    else if (state.said) await state.raise(epoch);
  };
  const onTime = (anchor, time) => (isOurs ? clock.set(anchor, time) : undefined);
  const asks = isOurs ? isRevoked : !asked.has(each.id);
  asked.add(each.id);
  const epoch = isOurs ? state.said?.epoch : (each.epoch ?? -1);
  return sendLog({ scanner: each, log: own, keys: state.keys, epoch, onTime, onEpoch, asks });
}

async function count() {
  const waiting = (await log.waiting()).length;
  byId("waiting").textContent = waiting;
  byId("waiting-chip").hidden = !waiting;
  if (!waiting && undo) undo.confirm(undo.recorded ?? words.recorded);
  if (screen && state.said) await showLeft();
}

function showNetwork(isThere) {
  byId("network-chip").hidden = isThere;
}

function onRevoked() {
  close("revoked");
  sendAll();
}

// A backup was put back that does not know this phone. Its number is asked for again with the next code.
async function onUnknown() {
  await keepScanner({ ...scanner, isUnknown: true });
  close("unknown");
}

function close(why) {
  isRevoked = true;
  view?.stop();
  current = null;
  answer?.hide();
  byId("view").hidden = byId("sheet").hidden = true;
  reveal(why);
}

// ---- Hands

byId("take-over").addEventListener("click", () => {
  sessionStorage.setItem("scanner-take-over", "1");
  location.reload();
});
addEventListener("submit", (event) => {
  event.preventDefault();
  if (!scanner || !screen) return;
  sound.wakeSound();
  const acts = { "number-form": onNumber, "guest-form": giveGuestMeal, "hand-over": handOver, "undo-form": () => takeBack(undo.id) };
  acts[event.target.getAttribute("id")]?.();
});
byId("back-to-scan").addEventListener("click", (event) => {
  event.preventDefault();
  backToScan();
});

function onNumber() {
  const digits = screen.readTyped(numbers);
  return digits ? check({ number: digits }) : undefined;
}

start();
