// From what was said to what is seen.  Every word goes in as text, never as markup.

import { draw } from "./signs.js";
import { phrase } from "./texts.js";

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") node.addEventListener("click", value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== "") node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}

const spoken = (words) => element("span", { class: "spoken" }, words);

export function mine({ text, thumbnails }) {
  const photos = thumbnails.map((thumbnail) => thumbnail
    ? element("img", { src: thumbnail, alt: phrase("page-your-photo") })
    : element("span", { class: "file" }, phrase("page-photo")));
  return element("article", { class: "mine" },
    spoken(`${phrase("page-you")}: `),
    photos.length ? element("div", { class: "photos" }, ...photos) : null,
    text ? element("p", { class: "bubble", dir: "auto" }, text) : null);
}

// `choose(choice, title)` is called for a pressed button; `title` is empty for the answer's own buttons.
// `command(words)` is called for a pressed /command within the text.
export function reply({ text, cards, understood, chips = [], menu = null, choices, picture: drawn, document: file, language }, choose, command) {
  const openers = new Map();
  const others = choices.filter((choice) => {
    const opens = cards.length > 1 && cards.some((card) => String(card.number) === choice.label);
    if (opens) openers.set(choice.label, choice);
    return !opens;
  });
  const article = element("article", { class: "theirs", lang: language }, spoken(`${phrase("page-shop")}: `));
  if (cards.length === 1) article.append(product(cards[0], text, choose));
  else if (text) article.append(element("p", { class: "bubble", dir: "auto" }, ...withCommands(text, command)));
  if (drawn) article.append(element("img", { class: "drawn", src: drawn, alt: phrase("page-numbered-photo") }));
  if (file) article.append(element("div", { class: "choices" }, saved(file)));
  if (cards.length > 1) {
    article.append(element("ol", { class: "cards", "aria-label": phrase("page-products", { count: cards.length }) },
      ...cards.map((card) => listed(card, openers.get(String(card.number)), choose))));
  }
  if (understood.length || chips.length) {
    const parts = chips.length ? chips.map((choice) => chip(choice, choose)) : understood.map((part) => element("li", { dir: "auto" }, part));
    article.append(element("div", { class: "understood" },
      understood.length ? element("span", {}, phrase("page-understood")) : null, element("ul", { "aria-label": phrase("page-understood") }, ...parts)));
  }
  if (menu) {
    article.append(element("section", { class: "menu", "aria-label": menu.title },
      element("p", { class: "name" }, menu.title), buttons(menu.choices, "", choose, "choices")));
  }
  if (others.length) article.append(buttons(others, "", choose, "choices"));
  return article;
}

// A file to keep, as long as the page is open.
function saved({ name, data }) {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes]));
  return element("a", { class: "pill strong", href: address, download: name }, phrase("page-download"), " ", element("bdi", {}, name));
}

export function failed(text, retry) {
  const again = retry ? element("button", { type: "button", class: "pill", onclick: retry }, phrase("button-again")) : null;
  return element("article", { class: "theirs failed" },
    text ? element("p", { class: "bubble", dir: "auto" }, text) : null, again ? element("div", { class: "choices" }, again) : null);
}

export function typingDots() {
  return element("div", { class: "typing" }, spoken(phrase("page-searching")), element("i"), element("i"), element("i"));
}

export const patience = () => element("span", { class: "slow" }, phrase("takes-longer"));

function withCommands(text, command) {
  return text.split(/(?<!\S)(\/[a-z_]+)\b/).map((part, index) => index % 2
    ? element("button", { type: "button", class: "command", dir: "ltr", onclick: () => command(part) }, part)
    : part);
}

// One of several products.  A button that bears the card's number opens it: picture and title are that button.
function listed(card, opener, choose) {
  const numbered = card.choices.find((choice) => choice.label === String(card.number));
  const open = numbered ?? opener;
  const rest = card.choices.filter((choice) => choice !== numbered);
  const face = [
    picture(card, ""),
    element("span", { class: "number", "aria-hidden": "true" }, String(card.number)),
    card.brand ? element("span", { class: "brand", dir: "auto" }, card.brand) : null,
    element("span", { class: "title", dir: "auto" }, card.title),
  ];
  let front = element("div", { class: "face" }, ...face);
  if (open) front = element("button", { type: "button", class: "face", "data-key": open.key, onclick: () => choose(open, card.title) }, ...face);
  else if (card.url) front = element("a", { class: "face", ...link(card.url) }, ...face);
  return element("li", { class: card.available ? "card" : "card gone" },
    front, price(card), why(card), also(card), rest.length ? buttons(rest, card.title, choose, "actions") : null);
}

// The one product that was opened.
function product(card, text, choose) {
  // The title may lead the text too; it is shown once.
  const words = text.startsWith(card.title) ? text.slice(card.title.length).trim() : text;
  const linked = card.choices.some((choice) => choice.url === card.url);
  return element("section", { class: card.available ? "product" : "product gone", "aria-label": card.title },
    picture(card, card.title),
    element("div", { class: "about" },
      card.brand ? element("p", { class: "brand", dir: "auto" }, card.brand) : null,
      element("h2", { dir: "auto" }, card.title),
      price(card),
      why(card),
      also(card),
      words ? element("p", { class: "words", dir: "auto" }, words) : null,
      tags(phrase("page-sizes"), card.sizes, "sizes"),
      tags(phrase("page-details"), card.attributes, "attributes"),
      element("div", { class: "actions" },
        card.url && !linked ? element("a", { class: "pill strong", ...link(card.url) }, phrase("page-view")) : null,
        ...card.choices.map((choice) => button(choice, card.title, choose)),
        card.id ? share(card) : null)));
}

// The link that opens this product here: handed to the phone's own sharing, or copied.
function share(card) {
  const address = `${location.origin}/#/p/${encodeURIComponent(card.id)}`;
  const shown = element("button", { type: "button", class: "pill", onclick: async () => {
    try {
      if (navigator.share) await navigator.share({ title: card.title, url: address });
      else {
        await navigator.clipboard.writeText(address);
        shown.textContent = phrase("page-copied");
      }
    } catch (problem) {
      // They changed their mind, or the clipboard is forbidden (on plain http it is not there).
      if (problem.name !== "AbortError") shown.textContent = address;
    }
  } }, phrase("button-share"));
  return shown;
}

function picture(card, alt) {
  const image = card.picture ? element("img", { src: card.picture, loading: "lazy", decoding: "async", width: 400, height: 400 }) : null;
  image?.setAttribute("alt", alt);
  image?.addEventListener("error", () => image.remove());
  return element("span", { class: "picture" }, image, card.available ? null : element("span", { class: "sold" }, phrase("page-sold-out")));
}

function price(card) {
  if (!card.price) return null;
  const before = card.was ? element("s", {}, spoken(`${phrase("page-before")} `), card.was) : null;
  return element("p", { class: card.was ? "price sale" : "price" }, element("b", {}, card.price), before);
}

const why = (card) => card.why.length ? element("p", { class: "why", dir: "auto" }, card.why.join(phrase("comma"))) : null;

const also = (card) => card.also ? element("p", { class: "why", dir: "auto" }, card.also) : null;

function tags(name, values, style) {
  if (!values.length) return null;
  return element("div", { class: style }, element("span", { class: "name" }, name),
    element("ul", { "aria-label": name }, ...values.map((value) => element("li", { dir: "auto" }, value))));
}

function buttons(choices, title, choose, style) {
  return element("div", { class: style }, ...choices.map((choice) => button(choice, title, choose)));
}

function button(choice, title, choose) {
  const label = title ? [choice.label, spoken(`: ${title}`)] : [choice.label];
  if (choice.url) return element("a", { class: "pill strong", ...link(choice.url) }, ...label);
  const style = choice.quiet ? "pill quiet" : "pill";
  const shown = element("button", { type: "button", class: style, "data-key": choice.key, onclick: () => choose(choice, title) }, ...label);
  draw(shown, choice.label, title);
  return shown;
}

// A part of the question that can be taken away or changed.
function chip(choice, choose) {
  const [, words, mark] = /^(.*) (\S)$/.exec(choice.label);
  return element("li", { class: "chip" }, element("button", { type: "button", dir: "auto", "data-key": choice.key, onclick: () => choose(choice, "") },
    words, element("span", { class: "mark" }, mark)));
}

// The button of the first of these keys that is there, or the first of the open menu, or of the parts.
export function focus(article, ...keys) {
  const buttons = [...article.querySelectorAll("button[data-key]")];
  const next = keys.map((key) => buttons.find((button) => button.dataset.key === key)).find(Boolean) ?? article.querySelector(".menu button, .understood button, .choices button");
  next?.focus({ preventScroll: true });
}

// New labels, by key, for buttons that are there already.
export function relabel(log, marks) {
  for (const shown of log.querySelectorAll("button[data-key]")) {
    const label = marks[shown.dataset.key];
    if (label && !draw(shown, label, shown.dataset.about)) shown.firstChild.textContent = label;
  }
}

function link(url) {
  return /^https?:\/\//i.test(url) ? { href: url, target: "_blank", rel: "noopener noreferrer" } : {};
}
