// <name-list> around a field that takes a name on each line: the names become chips, and others are offered while one
// types. The field goes on holding them, one to a line, and is what the form sends.

import { makeLiveLine } from "./fragment.js";

const PAUSE = 150; // milliseconds

class NameList extends HTMLElement {
  #leave = new AbortController();
  #asking = new AbortController();

  connectedCallback() {
    const { signal } = this.#leave;
    this.field = this.querySelector("textarea");
    this.label = this.querySelector("label");
    this.line = makeLiveLine(this);
    this.entry = this.#makeEntry();
    this.list = document.createElement("ul");
    this.list.className = "names__list";
    this.offered = document.createElement("datalist");
    this.offered.id = `${this.field.id}_offered`;
    this.entry.setAttribute("list", this.offered.id);
    this.field.hidden = true;
    this.label.htmlFor = this.entry.id;
    this.field.after(this.list, this.entry, this.offered);
    this.entry.addEventListener("input", (event) => this.#typed(event), { signal });
    this.entry.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    // Whoever leaves the field meant what stands in it.
    this.entry.addEventListener("change", () => this.#add(this.entry.value), { signal });
    this.#draw();
  }

  disconnectedCallback() {
    this.#leave.abort();
    this.#asking.abort();
    clearTimeout(this.timer);
    [this.line, this.list, this.entry, this.offered].forEach((element) => element.remove());
    this.label.htmlFor = this.field.id;
    this.field.hidden = false;
  }

  get names() {
    return this.field.value.split("\n").map((line) => line.trim()).filter(Boolean);
  }

  #makeEntry() {
    const entry = document.createElement("input");
    Object.assign(entry, { type: "text", id: `${this.field.id}_entry`, autocomplete: "off", maxLength: 160 });
    for (const name of ["aria-describedby", "aria-invalid", "autocapitalize", "spellcheck"]) {
      if (this.field.hasAttribute(name)) {
        entry.setAttribute(name, this.field.getAttribute(name));
      }
    }
    return entry;
  }

  #typed(event) {
    event.stopPropagation(); // a name half typed is no rule yet
    const { value } = this.entry;
    // A name taken from the list comes at once, not letter by letter.
    const isTaken = !event.inputType || event.inputType === "insertReplacementText";
    if (isTaken && [...this.offered.children].some((option) => option.value === value)) {
      this.#add(value);
    } else if (/[,;\n]/.test(value)) {
      this.#add(...value.split(/[,;\n]/));
    } else {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#ask(value.trim()), PAUSE);
    }
  }

  #pressed(event) {
    if (event.key === "Enter") {
      event.preventDefault(); // it would send the form
      this.#add(this.entry.value);
    } else if (event.key === "Backspace" && !this.entry.value && this.names.length) {
      event.preventDefault();
      this.#remove(this.names.at(-1));
    }
  }

  async #ask(beginning) {
    this.#asking.abort();
    this.#asking = new AbortController();
    if (!beginning) {
      this.offered.replaceChildren();
      return;
    }
    try {
      const address = `${this.dataset.url}&q=${encodeURIComponent(beginning)}`;
      const response = await fetch(address, { signal: this.#asking.signal, credentials: "same-origin" });
      const { names } = await response.json();
      this.offered.replaceChildren(...names.map((name) => new Option(name, name)));
    } catch {
      this.offered.replaceChildren(); // whoever knows the name can still type it
    }
  }

  #add(...names) {
    const known = this.names.map((name) => name.toLocaleLowerCase());
    const added = names.map((name) => name.trim()).filter((name) => name && !known.includes(name.toLocaleLowerCase()));
    this.entry.value = "";
    this.offered.replaceChildren();
    if (added.length) {
      this.#keep([...this.names, ...added]);
      this.line.textContent = `${this.dataset.added} ${added.join(", ")}`;
    }
  }

  #remove(removed) {
    this.#keep(this.names.filter((name) => name !== removed));
    this.line.textContent = `${this.dataset.removed} ${removed}`;
    this.entry.focus();
  }

  #keep(names) {
    this.field.value = names.join("\n");
    this.#draw();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #draw() {
    this.list.replaceChildren(...this.names.map((name) => this.#chip(name)));
  }

  #chip(name) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    item.className = "names__item";
    Object.assign(button, { type: "button", className: "names__remove", textContent: "×" });
    button.setAttribute("aria-label", `${this.dataset.remove} ${name}`);
    button.addEventListener("click", () => this.#remove(name));
    item.append(name, button);
    return item;
  }
}

customElements.define("name-list", NameList);
