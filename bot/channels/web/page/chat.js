// The chat: what the shopper types, drops, pastes and presses, and the conversation above it.

import { Connection, recall, remember } from "./connection.js";
import { MAX_BYTES, MAX_PHOTOS, prepare } from "./photos.js";
import * as render from "./render.js";
import { phrase } from "./texts.js";

const TALK_KEY = "shoplens.talk";
const KEPT_ENTRIES = 40;
const SLOW_MS = 2000;

const at = (id) => document.getElementById(id);
const [log, scroller, form, words, file, attached, notice, state] =
  ["log", "scroller", "composer", "words", "file", "attached", "notice", "state"].map(at);
const typing = render.typingDots();
let slow = 0; // the timer after which the dots are joined by a word
let talk = []; // what is shown of this conversation, so that a way to the shop and back does not lose it
let photos = []; // attached and not sent: {blob, thumbnail}
let preparing = 0;
let waiting = 0;

const connection = new Connection({
  state(online) {
    document.body.classList.toggle("offline", !online);
    state.textContent = phrase(online ? "page-state" : "page-offline");
  },
  typing: (message) => message.quiet || showTyping(),
  reply(message, reply) {
    if (message.quiet) {
      settle(message.quiet);
      if (reply.replaces) return renew(message.quiet, reply);
      relabel(reply.marks);
      if (!Object.keys(reply.marks).length) show(renderReply({ entry: { reply } }));
      return;
    }
    if (reply.clears) {
      connection.forget();
      clear();
      return show(renderReply({ entry: { reply } })); // not kept: a reload greets
    }
    waiting -= 1;
    const entry = { reply };
    keep(entry);
    show(renderReply({ entry }));
    if (message.choice.startsWith("lang:")) reopenIn(reply.language);
  },
  failed(message, code, text) {
    if (message.quiet) settle(message.quiet);
    else waiting -= 1;
    const bubble = render.failed(text, code === "invalid" ? null : () => {
      bubble.remove();
      if (message.quiet) change(message.quiet, message.choice);
      else ask(message);
      words.focus();
    });
    show(bubble);
  },
  startedOver() {
    clear();
    greet();
  },
});

// A place is where an answer is shown: {entry of the talk, article}.  Its quiet buttons change it.
function renderReply(place) {
  place.article = render.reply(place.entry.reply, (choice, title) => choose(choice, title, place), (command) => say({ text: command }));
  return place.article;
}

function change(place, choice) {
  place.asked = (place.asked ?? 0) + 1;
  place.article.setAttribute("aria-busy", "true");
  ask({ choice, quiet: place });
}

function settle(place) {
  place.asked -= 1;
  if (!place.asked) place.article.removeAttribute("aria-busy");
}

// Another answer in the same place; the focus and the row of cards stay where they were.
function renew(place, reply) {
  const old = place.article;
  place.entry.reply = reply;
  const fresh = renderReply(place);
  if (!old.isConnected) return show(fresh);
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const scrolled = old.querySelector(".cards")?.scrollLeft ?? 0;
  old.replaceWith(fresh);
  if (place.asked) fresh.setAttribute("aria-busy", "true");
  fresh.querySelector(".cards")?.scrollTo({ left: scrolled, behavior: "instant" });
  const [had, has] = [old, fresh].map((article) => article.querySelector(".menu"));
  if (has && !had) place.opener = focused;
  if (focused !== null) render.focus(fresh, focused, !has && had ? place.opener : null);
  fresh.querySelector(".menu")?.scrollIntoView({ block: "nearest" });
  keep();
}

// The page itself in the language that was chosen; the talk is kept.
function reopenIn(language) {
  const address = new URL(location.href);
  address.searchParams.set("lang", language);
  if (language !== document.documentElement.lang) location.replace(address);
}

function ask(message) {
  connection.send(message);
  if (message.quiet) return;
  waiting += 1;
  showTyping();
}

// Other labels for buttons that are shown, also after a reload.
function relabel(marks) {
  for (const { reply } of talk) {
    for (const choice of [...(reply?.choices ?? []), ...(reply?.cards ?? []).flatMap((card) => card.choices)]) {
      choice.label = marks[choice.key] ?? choice.label;
    }
  }
  keep();
  render.relabel(log, marks);
}

function choose(choice, title, place) {
  if (choice.quiet) return change(place, choice.key);
  const label = /^\d+$/.test(choice.label) ? "" : choice.label;
  const joint = /[?؟]$/.test(label) ? " " : ": ";
  say({ text: [label, title].filter(Boolean).join(joint) || choice.label, choice: choice.key });
}

// `choice` is what the assistant gets instead of the words that are shown for it.
function say({ text, choice = "", photos: taken = [] }) {
  const said = { text, thumbnails: taken.map((photo) => photo.thumbnail) };
  keep({ said });
  show(render.mine(said), true);
  ask(choice ? { choice } : { text, photos: taken.map((photo) => photo.blob) });
}

const nearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 160;
const toEnd = () => scroller.scrollTo({ top: scroller.scrollHeight });

function show(bubble, always = false) {
  hideTyping();
  log.append(bubble);
  if (waiting > 0) showTyping();
  const intoSight = () => always ? toEnd()
    : bubble.scrollIntoView({ block: bubble.offsetHeight > scroller.clientHeight - 40 ? "start" : "end" });
  intoSight();
  bubble.querySelector(".drawn")?.decode().then(intoSight, () => {}); // before that it has no height
}

function showTyping() {
  if (typing.isConnected) return;
  log.append(typing);
  toEnd();
  slow = setTimeout(() => {
    const near = nearEnd();
    typing.append(render.patience());
    if (near) toEnd();
  }, SLOW_MS);
}

function hideTyping() {
  clearTimeout(slow);
  typing.querySelector(".slow")?.remove();
  typing.remove();
}

function keep(...entries) {
  // The browser keeps a few megabytes: of photos with numbers on them the latest one.
  if (entries.some(({ reply }) => reply)) talk.forEach(({ reply }) => reply && delete reply.picture);
  talk = [...talk, ...entries].slice(-KEPT_ENTRIES);
  // A file is offered once: the browser's room is for the talk.
  const kept = { conversation: connection.conversation, talk };
  remember("sessionStorage", TALK_KEY, JSON.stringify(kept, (name, value) => name === "document" ? undefined : value));
}

// Nothing of what was said or begun, here and after a reload.
function clear() {
  remember("sessionStorage", TALK_KEY, null);
  talk = [];
  photos = [];
  waiting = 0;
  words.value = "";
  hideTyping();
  log.replaceChildren();
  tell("");
  refresh();
}

const greet = () => ask({ text: "/start" });

function restore() {
  try {
    const kept = JSON.parse(recall("sessionStorage", TALK_KEY) || "{}");
    if (kept.conversation === connection.conversation) talk = kept.talk;
    for (const entry of talk) show(entry.said ? render.mine(entry.said) : renderReply({ entry }), true);
  } catch {
    talk = [];
    log.replaceChildren();
  }
  if (!openLinked() && !talk.some((entry) => entry.reply)) greet();
}

// A link to one product, #/p/ID or ?product=ID, opens it once; a reload shows what was said since.
function openLinked() {
  const address = new URL(location.href);
  let product = address.searchParams.get("product");
  try {
    product ??= decodeURIComponent(/^#\/p\/(.+)$/.exec(address.hash)?.[1] ?? "");
  } catch {
    return false; // not an address that we made
  }
  if (!product) return false;
  address.searchParams.delete("product");
  history.replaceState(null, "", address.pathname + address.search);
  ask({ text: `/product ${product}` });
  return true;
}

function submit() {
  const text = words.value.trim();
  if (preparing || (!text && !photos.length)) return;
  say({ text, photos });
  words.value = "";
  photos = [];
  tell("");
  refresh();
  typeOn(); // the button that was pressed is disabled now
}

async function attach(files) {
  const pictures = files.filter((one) => one.type.startsWith("image/") || /\.(heic|heif|avif)$/i.test(one.name));
  tell(pictures.length < files.length ? phrase("page-only-pictures") : "");
  preparing += 1;
  refresh();
  for (const picture of pictures) {
    const photo = await prepare(picture);
    if (photo.blob.size > MAX_BYTES) tell(phrase("page-too-large"));
    else if (photos.length >= MAX_PHOTOS) tell(phrase("page-too-many-photos", { count: MAX_PHOTOS }));
    else photos.push(photo);
  }
  preparing -= 1;
  refresh();
  words.focus();
}

// Whoever has keys types on; a phone's keyboard would cover half of what is shown.
function typeOn() {
  if (!matchMedia("(pointer: coarse)").matches) words.focus();
}

function tell(text) {
  notice.textContent = text;
  notice.hidden = !text;
}

function refresh() {
  const near = nearEnd();
  attached.hidden = !photos.length;
  attached.replaceChildren(...photos.map((photo, index) => render.element("li", {},
    photo.thumbnail ? render.element("img", { src: photo.thumbnail, alt: phrase("page-photo-number", { number: index + 1 }) }) : render.element("span", { class: "file" }, phrase("page-photo")),
    render.element("button", { type: "button", "aria-label": phrase("page-remove-photo", { number: index + 1 }), onclick: () => detach(photo) }, "×"))));
  at("send").disabled = preparing > 0 || (!words.value.trim() && !photos.length);
  words.style.height = "auto";
  words.style.height = `${words.scrollHeight}px`;
  if (near && log.childElementCount > 1) toEnd(); // the composer may have grown over the end
}

function detach(photo) {
  photos = photos.filter((other) => other !== photo);
  refresh();
  words.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
words.addEventListener("input", refresh);
words.addEventListener("keydown", (event) => {
  // While an input method composes a word, Enter belongs to it.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement.closest("article:has(.menu)");
  if (open) return open.querySelector("[data-key^='list:']")?.click();
  if (!(photos.length || notice.textContent)) return;
  photos = [];
  tell("");
  refresh();
  words.focus();
});

at("attach").addEventListener("click", () => file.click());
file.addEventListener("change", () => {
  attach([...file.files]);
  file.value = "";
});
document.addEventListener("paste", (event) => {
  const files = [...event.clipboardData.files];
  if (!files.length) return;
  event.preventDefault();
  attach(files);
});

let dragDepth = 0;
const dragging = (depth) => {
  dragDepth = Math.max(0, depth);
  document.body.classList.toggle("dropping", dragDepth > 0);
};
const bringsFiles = (event) => event.dataTransfer?.types.includes("Files");
document.addEventListener("dragenter", (event) => bringsFiles(event) && dragging(dragDepth + 1));
document.addEventListener("dragleave", (event) => bringsFiles(event) && dragging(dragDepth - 1));
document.addEventListener("dragover", (event) => bringsFiles(event) && event.preventDefault());
document.addEventListener("drop", (event) => {
  if (!bringsFiles(event)) return;
  event.preventDefault();
  dragging(0);
  attach([...event.dataTransfer.files]);
});

at("restart").addEventListener("click", () => {
  connection.startOver();
  clear();
  greet();
  words.focus();
});

window.addEventListener("hashchange", openLinked);

restore();
refresh();
typeOn();
