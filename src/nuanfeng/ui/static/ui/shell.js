/* On every page: the worker that keeps pages for times without a network, and buttons that copy. */
if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}

addEventListener("submit", (event) => {
  if (event.target.matches("[data-signs-out], [action='/accounts/logout/']") && "caches" in self) caches.delete("pages");
  const button = event.submitter;
  if (event.target.matches("[data-once]") && button) setTimeout(() => { button.disabled = true; });
});

addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-once] button[disabled]")) button.disabled = false;
});

/* Without this script nothing is copied, so such a button shows only with it. */
for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;

addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const word = button.querySelector("span") || button;
  word.textContent = (await copied(button.dataset.copy)) ? button.dataset.done : button.dataset.failed;
});

/* Old phones and plain HTTP have no clipboard object; a selected text field still copies there. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
