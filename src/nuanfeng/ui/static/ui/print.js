// Printing is a button where the browser can print.
const button = document.getElementById("print");
button.hidden = typeof print !== "function";
button.addEventListener("click", () => print());
