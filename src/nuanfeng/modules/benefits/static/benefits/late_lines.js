// The lines about what is left, asked again each minute while somebody looks. A new good line is felt.

const place = document.getElementById("late-lines");
const MINUTE = 60000;

async function ask() {
  if (document.hidden) return;
  try {
    const reply = await fetch(place.dataset.address, { headers: { Accept: "text/html" } });
    if (!reply.ok || reply.redirected) return;
    const before = place.querySelectorAll("[data-good]").length;
    place.innerHTML = await reply.text();
    if (place.querySelectorAll("[data-good]").length > before) navigator.vibrate?.(200);
  } catch {} // no network: what it said stays
}

setInterval(ask, MINUTE);
document.addEventListener("visibilitychange", ask);
