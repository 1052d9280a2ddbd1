// A screen that hangs for months: every minute the same page is read again and its left part put in.
// Without a network the last one stays and says from when it is; no reload, nothing moves by itself.
const EVERY_MS = 60_000;
const PATIENCE_MS = 15_000;
const lost = document.getElementById("wall-lost");

async function read() {
  const response = await fetch(location.pathname, {
    cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("wall-now");
  if (!fresh) throw new Error("another page");
  return fresh;
}

async function renew() {
  try {
    document.getElementById("wall-now").replaceWith(document.adoptNode(await read()));
    lost.hidden = true;
  } catch {
    lost.textContent = lost.dataset.words.replace("{time}", document.getElementById("wall-now").dataset.made);
    lost.hidden = false;
  }
}

setInterval(renew, EVERY_MS);
addEventListener("online", renew);
addEventListener("offline", renew);
