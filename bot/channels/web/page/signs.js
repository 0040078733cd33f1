// Buttons that bear a sign alone (♡, 👍 …): drawn, since not every system has the sign, and named for those who hear it.

import { phrase } from "./texts.js";

const HEART = "M12 20.5C7 17 3.5 13.6 3.5 9.4A4.6 4.6 0 0 1 12 7a4.6 4.6 0 0 1 8.5 2.4c0 4.2-3.5 7.6-8.5 11.1z";
const THUMB = "M7.5 10.5 11 3a2.2 2.2 0 0 1 2.2 2.2V9h5.1a2 2 0 0 1 2 2.3l-1.1 7a2 2 0 0 1-2 1.7H7.5zM7.5 20H4.7a1.2 1.2 0 0 1-1.2-1.2v-7.1a1.2 1.2 0 0 1 1.2-1.2h2.8";

const SIGNS = {
  "♡": { path: HEART, style: "heart", name: "page-save" },
  "♥": { path: HEART, style: "heart", name: "page-save", pressed: true },
  "👍": { path: THUMB, style: "thumb", name: "page-more-such" },
  "👎": { path: THUMB, style: "thumb down", name: "page-fewer-such" },
  "👍 ✓": { path: THUMB, style: "thumb", name: "page-more-such", pressed: true },
  "👎 ✓": { path: THUMB, style: "thumb down", name: "page-fewer-such", pressed: true },
};

// Makes a button of the sign that `label` is; false where it is words.  `title` is the product that it is about.
export function draw(button, label, title) {
  const sign = SIGNS[label];
  if (!sign) return false;
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", sign.path);
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  picture.append(line);
  button.replaceChildren(picture);
  button.classList.add("sign", ...sign.style.split(" "));
  button.setAttribute("aria-pressed", String(Boolean(sign.pressed)));
  button.setAttribute("aria-label", `${phrase(sign.name)}: ${title}`);
  button.title = phrase(sign.name);
  button.dataset.about = title;
  return true;
}
