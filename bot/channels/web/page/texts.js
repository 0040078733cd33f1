// What the page says, in the language that the server wrote it in.

const texts = JSON.parse(document.getElementById("texts").textContent);

export function phrase(id, values = {}) {
  return texts[id].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
