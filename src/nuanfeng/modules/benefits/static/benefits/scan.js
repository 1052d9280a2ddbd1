// The scan page: look for a code, show what the server says about it, record what was handed over.

import { keepScanner, scannerOf } from "./scan_store.js";
import { Queue, ask, isRevoked, isStored } from "./scan_wire.js";
import { Answer, Undo, fill, readTyped, recallUsual, rememberUsual, say, showDay, usualLines, words } from "./scan_screen.js";

const JUST_SCANNED = 60000;
const UNDO_SECONDS = 60;
const DAY_EVERY = 60000;
const OUT_OF_VIEW = 2000;

const byId = (id) => document.getElementById(id);
const station = Number(byId("main").dataset.station);
const programme = document.querySelector("#number-form [name=programme]")?.value;
const answer = new Answer();
const undo = new Undo({ seconds: UNDO_SECONDS });

let scanner = null; // { station, id, key }
let camera = null;
let current = null; // what is on the screen: { code, id, at, outcome, isGuest, seq }
let isAsking = false;
const handed = new Map(); // code → when, for "just scanned"
let numbers = null; // scan_numbers.js and scan_sound.js come once this phone is a scanner
let sound = null;
const inView = { text: "", since: 0 }; // what the camera read last, so that it is not read twice

const queue = new Queue({
  station,
  keyOf: () => scanner?.key,
  onCount: (waiting, stuck) => {
    byId("waiting-chip").hidden = !waiting && !stuck;
    byId("waiting").textContent = waiting + stuck;
    if (!waiting) undo.confirm(words.recorded);
    if (stuck) say(fill(words.stuck, { count: stuck }));
  },
  onRevoked,
});

// ---- Looking

function onCode(text) {
  const isStillThere = text === inView.text && Date.now() - inView.since < OUT_OF_VIEW;
  Object.assign(inView, { text, since: Date.now() });
  if (isStillThere) return undefined;
  if (wasJustHanded(text)) return onJustScanned();
  return check({ token: text });
}

function wasJustHanded(code) {
  const since = Date.now() - JUST_SCANNED;
  for (const [old, when] of handed) if (when < since) handed.delete(old);
  return handed.has(code);
}

async function check(code) {
  if (isAsking || current) return;
  isAsking = true;
  document.body.classList.add("is-asking");
  current = { code, id: numbers.newId(), at: new Date().toISOString() };
  const reply = await ask("/checks", { key: scanner.key, body: { station, programme, ...code, id: current.id, at: current.at } });
  isAsking = false;
  document.body.classList.remove("is-asking");
  showNetwork(Boolean(reply));
  if (reply && !reply.ok) return onFailedCheck(reply);
  const said = reply ? reply.body : { outcome: await localOutcome(code) };
  if (said.items) showDay(said);
  if (said.just_scanned) return onJustScanned();
  current.outcome = said.outcome;
  return show(said);
}

function onJustScanned() {
  current = null;
  return say(words.just_scanned, 4000);
}

function onFailedCheck(reply) {
  current = null;
  if (isRevoked(reply)) return onRevoked();
  return say(reply.body.title || words.try_again, 6000);
}

// Without an answer the phone knows only whether the code is one of ours, and not even that for a number.
async function localOutcome(code) {
  if (!code.token) return "unheard";
  try {
    const { outcomeHere } = await import("./scan_local.js");
    return await outcomeHere(code.token);
  } catch {
    return "unheard";
  }
}

function show(said) {
  answer.show(said);
  sound.play(answer.tone);
}

function backToScan() {
  current = null;
  inView.since = Date.now();
  answer.hide();
  byId("number").value = "";
  if (!camera) byId("number").focus();
}

// ---- Handing over

function handOver() {
  const lines = answer.lines();
  if (!lines.length) return answer.complain(words.choose_first);
  rememberUsual(lines);
  return record(lines);
}

// One tap, nobody's name: what was taken last time, or the first thing on the table.
function giveGuestMeal() {
  if (current || isAsking) return undefined;
  current = { code: {}, id: numbers.newId(), at: new Date().toISOString(), outcome: "new", isGuest: true };
  return record(usualLines());
}

async function record(lines) {
  const { code, id, at, outcome, isGuest, seq } = current;
  const isPlain = outcome === "new";
  const body = { id, station, programme, at, ...code, lines, give_anyway: !isPlain, reason: isPlain ? "" : answer.reason() };
  answer.isBusy = true;
  const { answer: reply, entry } = await queue.send({
    path: isGuest ? "/guest-meals" : "/redemptions",
    body,
    ...(seq === undefined ? {} : { seq }),
  });
  answer.isBusy = false;
  showNetwork(Boolean(reply));
  if (reply && !isStored(reply)) return onNotStored(reply, entry);
  if (!isGuest) handed.set(code.token || code.number, Date.now());
  if (reply) showDay({ items: reply.body.lines.map(({ item, left }) => ({ code: item, remaining: left })) });
  const title = isGuest ? words.guest_given : words.recorded;
  undo.show({ id, title: reply ? title : words.only_here, lines, isOnlyHere: !reply });
  backToScan();
  return reply && queue.sendAll();
}

// Somebody served this person a second ago, the count says there is none left, or the record was refused.
function onNotStored(reply, entry) {
  if (isRevoked(reply)) return undefined;
  if (reply.body.outcome) {
    Object.assign(current, { seq: entry.seq, outcome: reply.body.outcome });
    return show(reply.body);
  }
  backToScan();
  return say(reply.body.title || words.try_again, 8000);
}

async function takeBack(id) {
  undo.hide();
  const entry = { path: `/redemptions/${id}/void`, body: { at: new Date().toISOString() }, isVoid: true };
  const { answer: reply } = await queue.sendBehind(id, entry);
  if (reply && !reply.ok) return say(reply.body.title || words.too_late, 6000);
  handed.clear();
  refreshDay();
  return say(words.taken_back, 4000);
}

// ---- The day, the network, this phone

async function refreshDay() {
  if (document.visibilityState !== "visible" || !scanner) return;
  const reply = await ask(`/stations/${station}/day?programme=${programme}`, { key: scanner.key, method: "GET" });
  showNetwork(Boolean(reply));
  if (reply && isRevoked(reply)) return onRevoked();
  if (reply?.ok) showDay(reply.body);
  return undefined;
}

function showNetwork(isThere) {
  byId("network-chip").hidden = isThere;
}

async function onRevoked() {
  camera?.stop();
  camera = scanner = null;
  await keepScanner({ ...((await scannerOf(station)) ?? { station }), isRevoked: true });
  answer.hide();
  document.body.classList.remove("has-camera");
  byId("view").hidden = byId("enrol").hidden = true;
  showRevoked();
}

function showRevoked() {
  byId("revoked").hidden = false;
  byId("revoked").querySelector("button").focus();
}

async function enrol(event) {
  event.preventDefault();
  const form = event.target;
  try {
    const { makeKeys } = await import("./scanner_keys.js");
    const { pair, publicKey } = await makeKeys();
    const sent = new FormData(form);
    sent.append("public_key", publicKey);
    const reply = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    if (!reply.ok) return say(words.not_enrolled, 8000);
    const { id, key } = await reply.json();
    scanner = { station, id, key, pair, name: document.querySelector(".scan-head h1").textContent, enrolledAt: Date.now() };
    await keepScanner(scanner);
  } catch {
    return say(words.not_enrolled, 8000);
  }
  byId("enrol").hidden = byId("revoked").hidden = true;
  return begin({ isAsked: true });
}

async function begin({ isAsked }) {
  byId("view").hidden = false;
  document.body.classList.add("has-camera");
  await loadTools();
  queue.sendAll();
  refreshDay();
  if (isAsked || (await isCameraAllowed())) openCamera();
  else byId("start").hidden = false;
}

async function loadTools() {
  if (sound) return;
  [numbers, sound] = await Promise.all([import("./scan_numbers.js"), import("./scan_sound.js")]);
  document.documentElement.dataset.ready = "table";
}

async function isCameraAllowed() {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state === "granted";
  } catch {
    return false;
  }
}

async function openCamera() {
  sound.wakeSound();
  byId("start").hidden = true;
  byId("view-said").hidden = false;
  byId("view-said").textContent = words.preparing;
  try {
    const { startCamera } = await import("../ui/camera.js");
    const mayRead = () => !current && !isAsking && document.visibilityState === "visible";
    camera = await startCamera({ video: byId("video"), reader: words.reader, onCode, mayRead, onEnd: onCameraGone });
    byId("view-said").hidden = true;
    byId("torch").hidden = !camera.torch;
  } catch (why) {
    onCameraGone(why);
  }
}

function onCameraGone(why) {
  camera = null;
  byId("view-said").textContent = words.camera[why?.message] || words.camera.absent;
  byId("view-said").hidden = byId("start").hidden = false;
}

// ---- Hands

byId("start").addEventListener("click", openCamera);
byId("torch").addEventListener("click", async ({ currentTarget: button }) => {
  const isOn = button.getAttribute("aria-pressed") !== "true";
  await camera?.torch?.(isOn).catch(() => {});
  button.setAttribute("aria-pressed", String(isOn));
});
for (const form of document.querySelectorAll("#enrol form, #revoked form")) form.addEventListener("submit", enrol);

addEventListener("submit", (event) => {
  if (!scanner) return;
  const acts = { "number-form": onNumber, "guest-form": giveGuestMeal, "hand-over": handOver, "undo-form": () => takeBack(undo.id) };
  // Not `target.id`: the forms have a field of that name.
  const name = event.target.getAttribute("id");
  const act = acts[name];
  if (!act || (name === "undo-form" && !undo.id)) return;
  event.preventDefault();
  loadTools().then(() => {
    sound.wakeSound();
    act();
  }, () => say(words.try_again, 6000));
});

function onNumber() {
  const digits = readTyped(numbers);
  if (!digits) return undefined;
  if (wasJustHanded(digits)) return onJustScanned();
  return check({ number: digits });
}

byId("back-to-scan")?.addEventListener("click", (event) => {
  if (!scanner) return;
  event.preventDefault();
  if (current?.seq) queue.drop(current);
  backToScan();
});

document.addEventListener("visibilitychange", refreshDay);
addEventListener("online", refreshDay);
addEventListener("offline", () => showNetwork(false));
setInterval(refreshDay, DAY_EVERY);

if (programme) {
  recallUsual();
  const known = await scannerOf(station).catch(() => null);
  scanner = known?.key && !known.isRevoked ? known : null;
  await queue.count().catch(() => {});
  if (scanner) await begin({ isAsked: false });
  else if (known) showRevoked();
  else byId("enrol").hidden = !("indexedDB" in self);
}
document.documentElement.dataset.ready ??= "scan";
