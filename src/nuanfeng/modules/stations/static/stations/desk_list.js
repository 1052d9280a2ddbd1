/* Up and down move from row to row, as in a sheet; Enter opens the row, Escape shuts what lies beside. */
const links = () => [...document.querySelectorAll("[data-rows] tbody th a")];

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  if (event.key === "Escape") {
    document.querySelector("aside a[href]")?.click();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const rows = links();
  const here = rows.indexOf(document.activeElement);
  if (!step || here < 0 || !rows[here + step]) return;
  event.preventDefault();
  rows[here + step].focus();
});

/* After a row was opened, go on from it. */
document.querySelector("[data-rows] tr[aria-current] th a")?.focus({ preventScroll: true });
