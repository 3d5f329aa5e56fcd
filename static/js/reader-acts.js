// <reader-acts> around a form whose buttons change something of the reader's own, on a page that all readers share.
// The form is sent from where it stands; the page cannot know what the reader follows, so this browser remembers it,
// and the reader's own pages set it right (data-kinds: everything of these kinds; data-followed, data-muted,
// data-saved: the keys of what is so, each before a space). Where nobody is signed in, they name the kinds alone.

const STORE = "acts";
const STATES = ["followed", "muted", "saved"];
let sending = Promise.resolve(); // one after the other: the feed of a cookie would keep only the last of two at once

function read() {
  try {
    return new Map(Object.entries(JSON.parse(localStorage.getItem(STORE)) ?? {}));
  } catch {
    return new Map(); // no storage, or another's text in it
  }
}

function write(known) {
  try {
    localStorage.setItem(STORE, JSON.stringify(Object.fromEntries(known)));
    dispatchEvent(new StorageEvent("storage", { key: STORE })); // browsers tell the other tabs only
  } catch {
    // no storage: the buttons say what they do, as without a script
  }
}

class ReaderActs extends HTMLElement {
  connectedCallback() {
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    if (this.dataset.kinds) {
      this.#correct();
    }
    this.form = this.querySelector("form");
    if (!this.form) {
      return;
    }
    this.line = document.createElement("p");
    this.line.className = "notes__line";
    this.line.setAttribute("role", "status");
    this.form.append(this.line);
    this.form.addEventListener("submit", (event) => this.#submitted(event), { signal });
    addEventListener("storage", (event) => event.key === STORE && this.#show(), { signal });
    addEventListener("pageshow", () => this.#show(), { signal });
    this.#show();
  }

  disconnectedCallback() {
    this.aborter.abort();
    this.line?.remove();
  }

  #submitted(event) {
    const { submitter } = event;
    if (!submitter?.name || this.isFallingBack) {
      return;
    }
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(this.form));
    fields.append(submitter.name, submitter.value);
    sending = sending.then(() => this.#send(submitter, fields));
  }

  async #send(button, fields) {
    try {
      const { action } = this.form.attributes; // a button may be called "action", too
      const headers = { Accept: "application/json" };
      // Whoever goes on to another page before the answer has acted all the same.
      const response = await fetch(action.value, { method: "POST", body: fields, headers, keepalive: true });
      const answer = await response.json();
      if (answer.go) {
        location.assign(answer.go);
        return;
      }
      this.line.textContent = answer.said;
      this.line.toggleAttribute("data-refused", !response.ok);
      this.form.querySelectorAll(".notes").forEach((notes) => (notes.hidden = true)); // of an act before
      if (response.ok) {
        const known = read();
        known.set(button.dataset.key ?? button.value, answer.state);
        write(known);
        this.#show();
      }
    } catch {
      this.isFallingBack = true; // as if there were no script
      this.form.requestSubmit(button);
    }
  }

  /** Let every button say what is so, and undo that when it is pressed. */
  #show() {
    const known = read();
    for (const button of this.form.querySelectorAll("button[data-state]")) {
      const { key, state, undo, done } = button.dataset;
      const label = button.querySelector("[data-label]");
      button.dataset.first ??= JSON.stringify([button.name, label.textContent]);
      const [name, text] = JSON.parse(button.dataset.first);
      const isSo = known.get(key) === state;
      button.name = isSo ? undo : name;
      button.title = isSo ? this.dataset.hint : "";
      button.toggleAttribute("data-so", isSo);
      label.textContent = isSo ? done : text;
    }
  }

  #correct() {
    const kinds = this.dataset.kinds.split(" ");
    const known = new Map([...read()].filter(([key]) => !kinds.includes(key.split(":")[0])));
    for (const state of STATES) {
      for (const key of (this.dataset[state] ?? "").split(" ").filter(Boolean)) {
        known.set(key, state);
      }
    }
    write(known);
  }
}

customElements.define("reader-acts", ReaderActs);
