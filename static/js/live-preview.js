// <live-preview> around the rule editor: shows what the rules would show while they change.

import { fetchFragment, makeLiveLine } from "./fragment.js";

const PAUSE = 350; // milliseconds without a change

class LivePreview extends HTMLElement {
  #leave = new AbortController();
  #fetching = new AbortController();

  connectedCallback() {
    const { signal } = this.#leave;
    this.form = this.querySelector("form");
    this.line = makeLiveLine(this);
    this.form.addEventListener("input", (event) => this.#changed(event), { signal });
    this.form.addEventListener("change", (event) => this.#changed(event), { signal });
    this.#say(false);
  }

  disconnectedCallback() {
    this.#leave.abort();
    this.#fetching.abort();
    clearTimeout(this.timer);
    this.line.remove();
  }

  #changed(event) {
    if (!event.target.name) {
      return; // a field that helps to fill the form in
    }
    clearTimeout(this.timer);
    this.#fetching.abort(); // its answer is out of date
    this.timer = setTimeout(() => this.#show(), PAUSE);
  }

  async #show() {
    this.#fetching = new AbortController();
    const { signal } = this.#fetching;
    this.preview.ariaBusy = "true";
    try {
      const fragment = await fetchFragment(this.dataset.url, signal, new FormData(this.form));
      this.preview.replaceWith(document.adoptNode(fragment.querySelector("[data-preview]")));
      this.#say(true);
    } catch (error) {
      if (error.name !== "AbortError") {
        this.preview.ariaBusy = null;
        this.line.textContent = this.dataset.failed;
        this.again.textContent = this.dataset.failed;
      }
    }
  }

  get preview() {
    return this.querySelector("[data-preview]");
  }

  /** The line that stands beside the buttons, where the preview itself is out of sight. */
  get again() {
    return this.querySelector("[data-said-again]");
  }

  #say(aloud) {
    const said = this.querySelector("[data-said]")?.textContent ?? "";
    this.again.textContent = said;
    if (aloud && this.line.textContent !== said) {
      this.line.textContent = said;
    }
  }
}

customElements.define("live-preview", LivePreview);
