// What lies on the table, drawn from what the county told: the page itself knows of no station.

const byId = (id) => document.getElementById(id);

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function drawItems(items) {
  for (const [place, item] of items.entries()) {
    const counts = Array.from({ length: item.quantity_max + 1 }, (_, count) => {
      const input = element("input", { type: "radio", name: `take_${item.code}`, value: count, ...(count ? {} : { checked: "" }) });
      return element("label", { class: "count" }, input, element("span", {}, String(count)));
    });
    const name = element("p", { class: "item-name", id: `item-${item.code}` }, element("strong", {}, item.name), " ", element("small", { "data-left": item.remaining ?? "" }));
    const group = element("div", { class: "item-counts", role: "radiogroup", "aria-labelledby": `item-${item.code}` }, ...counts);
    document.querySelector(".answer-items").append(element("div", { class: "item", "data-item": item.code }, name, group));
    byId("guest-form").prepend(element("input", { type: "hidden", name: `take_${item.code}`, value: place ? 0 : 1 }));
  }
}

// One programme needs no choice.
export function drawProgrammes(programmes, { chosen, onChoose }) {
  byId("programmes").hidden = programmes.length < 2;
  for (const { code, name } of programmes) {
    const chip = element("button", { class: "chip", type: "button", ...(code === chosen ? { "aria-current": "true" } : {}) }, name);
    chip.addEventListener("click", () => code !== chosen && onChoose(code));
    byId("programmes").append(element("li", {}, chip));
  }
}
