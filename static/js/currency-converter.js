// <currency-converter> around the converter: answers while the reader types, and the address goes along.
// The figures come from the server, which alone knows how to round them; without an answer, the form is sent as ever.

import { fetchFragment, makeLiveLine } from "./fragment.js";

const PAUSE = 200; // milliseconds without a change

class CurrencyConverter extends HTMLElement {
  #leave = new AbortController();
  #fetching = new AbortController();
  #asked = location.search; // what the page answers, or is about to

  connectedCallback() {
    const { signal } = this.#leave;
    this.form = this.querySelector("form");
    this.line = makeLiveLine(this);
    this.form.addEventListener("input", () => this.#changed(), { signal });
    this.form.addEventListener("submit", (event) => this.#sent(event), { signal });
    this.addEventListener("click", (event) => this.#clicked(event), { signal });
    addEventListener("popstate", () => this.#moved(), { signal });
  }

  disconnectedCallback() {
    this.#leave.abort();
    this.#fetching.abort();
    clearTimeout(this.timer);
    this.line.remove();
  }

  get answer() {
    return this.querySelector("[data-answer]");
  }

  /** What the form says, without a day that is empty. An amount that is empty has to be asked for. */
  get query() {
    const filled = [...new FormData(this.form)].filter(([name, value]) => value || name === "amount");
    return `?${new URLSearchParams(filled)}`;
  }

  #changed() {
    clearTimeout(this.timer);
    this.#fetching.abort(); // its answer is out of date
    this.answer.ariaBusy = "true";
    this.timer = setTimeout(() => {
      history.replaceState(history.state, "", this.query);
      this.#show();
    }, PAUSE);
  }

  #sent(event) {
    if (event.submitter?.name === "swap") {
      event.preventDefault();
      const { from, to } = this.form.elements;
      [from.value, to.value] = [to.value, from.value];
      this.#changed();
    }
  }

  /** Back or forth to another question; a link to a place on this page is none. */
  #moved() {
    if (location.search !== this.#asked) {
      location.reload();
    }
  }

  /** Another period or publisher of the history: an address of its own, shown in place. */
  #clicked(event) {
    const link = event.target.closest("[data-answer] .segments__choice");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    clearTimeout(this.timer);
    history.pushState(null, "", link.href);
    this.#show(link.textContent);
  }

  /** Show the answer to the address of the page; `chosen` is the text of the link that gets the focus back. */
  async #show(chosen) {
    this.#fetching.abort();
    this.#fetching = new AbortController();
    this.#asked = location.search;
    this.answer.ariaBusy = "true";
    try {
      const found = await fetchFragment(`${this.dataset.part}${location.search}`, this.#fetching.signal);
      for (const part of ["[data-answer]", "[data-kept]"]) {
        this.querySelector(part).replaceWith(document.adoptNode(found.querySelector(part)));
      }
      found.querySelectorAll("[data-field]").forEach((field) => this.#mark(field));
      const links = [...this.querySelectorAll("[data-answer] .segments__choice")];
      links.find((link) => link.textContent === chosen)?.focus();
      const said = [...this.querySelectorAll("[data-said], .field__error")];
      this.line.textContent = said.map((part) => part.textContent).join(" ");
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#fail();
      }
    }
  }

  /** Say beside a field what the server said about it; the control itself stays, and the cursor in it. */
  #mark(found) {
    const field = this.querySelector(`[data-field="${found.dataset.field}"]`);
    const [row, control, newRow, newControl] = [field, found].flatMap((part) => [
      part.querySelector(".field"),
      part.querySelector("input, select"),
    ]);
    row.toggleAttribute("data-wrong", newRow.hasAttribute("data-wrong"));
    row.querySelector(".field__error")?.remove();
    const error = newRow.querySelector(".field__error");
    if (error) {
      control.before(document.adoptNode(error));
    }
    for (const name of ["aria-invalid", "aria-describedby"]) {
      const value = newControl.getAttribute(name);
      value === null ? control.removeAttribute(name) : control.setAttribute(name, value);
    }
  }

  /** A figure that answers another question must not stay. */
  #fail() {
    const message = document.createElement("p");
    message.className = "converter__refusal";
    message.textContent = this.dataset.failed;
    this.answer.replaceChildren(message);
    this.answer.ariaBusy = null;
    this.line.textContent = this.dataset.failed;
  }
}

customElements.define("currency-converter", CurrencyConverter);
