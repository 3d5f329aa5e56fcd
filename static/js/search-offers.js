// <search-offers> around the field of the search page: topics, authors and tags that begin like what is typed, each
// leading to its page. A combobox with a list (WAI-ARIA Authoring Practices); the field works the same without it.

import { makeLiveLine } from "./fragment.js";

const PAUSE = 200; // milliseconds

class SearchOffers extends HTMLElement {
  #leave = new AbortController();
  #asking = new AbortController();
  #active = -1;

  connectedCallback() {
    const { signal } = this.#leave;
    this.field = this.querySelector("input");
    this.line = makeLiveLine(this);
    this.list = document.createElement("ul");
    Object.assign(this.list, { className: "finder__offers", id: `${this.field.id}_offers`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.dataset.label);
    this.field.after(this.list);
    this.field.setAttribute("role", "combobox");
    this.field.setAttribute("aria-autocomplete", "list");
    this.field.setAttribute("aria-controls", this.list.id);
    this.field.addEventListener("input", () => this.#typed(), { signal });
    this.field.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    this.field.addEventListener("blur", () => this.#close(), { signal });
    // The field keeps the focus, so that the list is still there when the button is let go.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
    this.list.addEventListener("click", (event) => this.#go(event.target.closest("li")), { signal });
    this.#close();
  }

  disconnectedCallback() {
    this.#leave.abort();
    this.#asking.abort();
    clearTimeout(this.timer);
    this.list.remove();
    this.line.remove();
    ["role", "aria-autocomplete", "aria-controls", "aria-expanded", "aria-activedescendant"].forEach((name) =>
      this.field.removeAttribute(name),
    );
  }

  #typed() {
    clearTimeout(this.timer);
    this.#asking.abort(); // its answer is out of date
    this.timer = setTimeout(() => this.#ask(this.field.value.trim()), PAUSE);
  }

  async #ask(text) {
    if (!text) {
      this.#close();
      return;
    }
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const address = `${this.dataset.url}?q=${encodeURIComponent(text)}`;
      const response = await fetch(address, { signal, credentials: "same-origin" });
      this.#offer((await response.json()).suggestions);
    } catch {
      if (!signal.aborted) {
        this.#close(); // the search itself works without them
      }
    }
  }

  #offer(suggestions) {
    this.#close();
    if (!suggestions.length || document.activeElement !== this.field) {
      return;
    }
    this.list.replaceChildren(...suggestions.map((suggestion, number) => this.#item(suggestion, number)));
    this.list.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.line.textContent = `${this.dataset.count} ${suggestions.length}`;
  }

  #item({ kind, name, url }, number) {
    const item = document.createElement("li");
    const label = document.createElement("span");
    label.className = "finder__kind";
    label.textContent = kind;
    Object.assign(item, { className: "finder__offer", id: `${this.list.id}_${number}` });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.url = url;
    item.append(`${name} `, label);
    return item;
  }

  #pressed(event) {
    const items = [...this.list.children];
    if (this.list.hidden || event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Beyond either end lies the field itself.
      const places = items.length + 1;
      this.#activate(((this.#active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#go(items[this.#active]);
    } else if (event.key === "Escape") {
      event.preventDefault(); // it would also empty the field
      this.#close();
    }
  }

  #activate(number) {
    this.#active = number;
    [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === number)));
    if (number < 0) {
      this.field.removeAttribute("aria-activedescendant");
    } else {
      this.field.setAttribute("aria-activedescendant", this.list.children[number].id);
    }
  }

  #go(item) {
    if (item) {
      location.assign(item.dataset.url);
    }
  }

  #close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.line.textContent = "";
    this.#activate(-1);
    this.field.setAttribute("aria-expanded", "false");
  }
}

customElements.define("search-offers", SearchOffers);
