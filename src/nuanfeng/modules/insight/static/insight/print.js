// Printing is a button where the browser can print; a page made for paper opens it at once.
const button = document.getElementById("print");
if (button) {
  button.hidden = typeof print !== "function";
  button.addEventListener("click", () => print());
  if (!button.hidden && "atOnce" in button.dataset) addEventListener("load", () => print());
}
