// The line to the assistant: one WebSocket that comes back by itself, and the photos' upload.
// A message that has no answer yet is sent again under the same id after a reconnect.

import { phrase } from "./texts.js";

const TOKEN_KEY = "shoplens.conversation";
const VISITOR_KEY = "shoplens.visitor"; // the first conversation's token, under which favourites are kept
const SLOWEST_RETRY_MS = 15_000;
const ANSWER_WAIT_MS = 120_000;

// Storage may be forbidden (private windows, embedded views); the chat then works without a memory.
export function remember(storage, key, value) {
  try {
    if (value === null) window[storage].removeItem(key);
    else window[storage].setItem(key, value);
  } catch { /* full or forbidden */ }
}

export function recall(storage, key) {
  try {
    return window[storage].getItem(key) ?? "";
  } catch {
    return "";
  }
}

// crypto.randomUUID is missing on plain http, which is how a shop's local network is reached.
const drawn = (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const randomId = () => `q-${drawn(12)}`;
const randomToken = () => drawn(32);

// The browser's language, or that of the page where another one was chosen.
function spoken() {
  const page = document.documentElement.lang;
  return /^[A-Za-z0-9-]{1,35}$/.test(navigator.language) && navigator.language.split("-")[0] === page ? navigator.language : page;
}

export class Connection {
  #socket = null;
  #failures = 0;
  #timer = 0;
  #conversation = "";
  #visitor = "";
  #ready = false;
  #open = new Map(); // message id -> {id, text, choice, photos: [Blob], quiet, timer}
  #on;

  // `on` has state(online), typing(message), reply(message, reply), failed(message, code, text), and startedOver(),
  // which another tab did.
  constructor(on) {
    this.#on = on;
    const kept = recall("localStorage", TOKEN_KEY);
    if (kept) [this.#conversation, this.#visitor] = [kept, recall("localStorage", VISITOR_KEY) || kept];
    else this.#become(randomToken(), recall("localStorage", VISITOR_KEY));
    window.addEventListener("online", () => this.#retryNow());
    window.addEventListener("storage", () => this.#follow());
    document.addEventListener("visibilitychange", () => document.hidden || this.#retryNow());
    this.#connect();
  }

  get conversation() {
    return this.#conversation;
  }

  // Send a message, again if need be; `id` names an earlier attempt, and `quiet` is for
  // whoever hears of the answer.
  send({ id = randomId(), text = "", choice = "", photos = [], quiet = false }) {
    const message = { id, text, choice, photos, quiet, timer: 0 };
    this.#open.set(id, message);
    message.timer = setTimeout(() => this.#fail(id, "failed", phrase("page-no-answer")), ANSWER_WAIT_MS);
    if (this.#ready) this.#deliver(message);
    return message;
  }

  // A new conversation: of the old one only what belongs to the visitor is known to it.
  startOver() {
    this.#become(randomToken(), this.#visitor);
    this.#hangUp();
  }

  // A new visitor, of whom nothing is known.
  forget() {
    this.#become(randomToken());
    this.#hangUp();
  }

  #become(conversation, visitor) {
    [this.#conversation, this.#visitor] = [conversation, visitor || conversation];
    remember("localStorage", VISITOR_KEY, this.#visitor);
    remember("localStorage", TOKEN_KEY, this.#conversation); // last, as other tabs look at it
  }

  // All tabs have one conversation: where another one began anew, so does this one, at the latest when it reconnects.
  #follow() {
    const conversation = recall("localStorage", TOKEN_KEY);
    if (!conversation || conversation === this.#conversation) return;
    [this.#conversation, this.#visitor] = [conversation, recall("localStorage", VISITOR_KEY) || conversation];
    this.#hangUp();
    this.#on.startedOver();
  }

  // What was asked before is not answered any more; the line comes back by itself.
  #hangUp() {
    for (const message of this.#open.values()) clearTimeout(message.timer);
    this.#open.clear();
    this.#ready = false;
    this.#socket?.close();
  }

  #connect() {
    this.#follow();
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/chat`);
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({
      type: "hello",
      conversation: this.#conversation,
      visitor: this.#visitor,
      locale: spoken(),
    }));
    socket.onmessage = (event) => this.#take(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (event.code === 1008) this.#become(randomToken()); // a kept token is not one that the server takes
      this.#ready = false;
      this.#failures += 1;
      const wait = event.code === 1005 ? 0 : Math.min(SLOWEST_RETRY_MS, 400 * 2 ** this.#failures) * (0.7 + 0.6 * Math.random());
      this.#timer = setTimeout(() => this.#connect(), wait);
      if (this.#failures > 1) this.#on.state(false);
    };
  }

  #retryNow() {
    this.#follow();
    if (this.#socket.readyState !== WebSocket.CLOSED) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  #take(frame) {
    const message = this.#open.get(frame.id);
    if (frame.type === "ready") {
      this.#failures = 0;
      this.#ready = true;
      this.#on.state(true);
      for (const waiting of this.#open.values()) this.#deliver(waiting);
    } else if (!message) {
      return; // answered before, or given up
    } else if (frame.type === "typing") {
      this.#on.typing(message);
    } else if (frame.type === "reply") {
      this.#close(message);
      this.#on.reply(message, frame);
    } else if (frame.type === "error" && frame.code !== "closing") {
      this.#fail(message.id, frame.code, frame.text);
    }
  }

  async #deliver(message) {
    const socket = this.#socket;
    try {
      const photos = await Promise.all(message.photos.map((photo) => this.#upload(photo)));
      const { id, text, choice } = message;
      // A line that broke meanwhile delivers again itself.
      if (socket.readyState === WebSocket.OPEN && this.#open.has(id)) {
        socket.send(JSON.stringify({ type: "message", id, text, choice, photos }));
      }
    } catch (problem) {
      if (socket.readyState === WebSocket.OPEN) this.#fail(message.id, "failed", problem.message);
    }
  }

  async #upload(photo) {
    let response;
    try {
      response = await fetch("/photo", { method: "POST", body: photo, headers: { "X-Conversation": this.#conversation } });
    } catch {
      throw new Error(phrase("page-not-sent"));
    }
    if (response.status === 413) throw new Error(phrase("page-too-large"));
    if (response.status === 429 || response.status === 503) throw new Error(phrase("page-many-photos"));
    if (!response.ok) throw new Error(phrase("page-not-sent"));
    return (await response.json()).photo;
  }

  #fail(id, code, text) {
    const message = this.#open.get(id);
    if (!message) return;
    this.#close(message);
    this.#on.failed(message, code, text);
  }

  #close(message) {
    clearTimeout(message.timer);
    this.#open.delete(message.id);
  }
}
