// <use-filter> around the form that chooses topics: every tick cuts the stream at once, and the address goes along.

import "./find-topic.js";
import { fetchFragment, makeLiveLine } from "./fragment.js";

class UseFilter extends HTMLElement {
  #leave = new AbortController();
  #fetching = new AbortController();

  connectedCallback() {
    const { signal } = this.#leave;
    this.line = makeLiveLine(this);
    this.shown = location.search;
    this.form.addEventListener("change", (event) => event.target.name === "topic" && this.#choose(), { signal });
    addEventListener("popstate", () => this.#returned(), { signal });
    addEventListener("hashchange", () => this.#open(), { signal });
    this.#open();
  }

  disconnectedCallback() {
    this.#leave.abort();
    this.#fetching.abort();
    this.line.remove();
  }

  get form() {
    return this.querySelector("form");
  }

  /** Not every browser unfolds the panel for a target inside it. */
  #open() {
    if (location.hash === `#${this.form.id}`) {
      this.querySelector("details").open = true;
      this.scrollIntoView();
    }
  }

  #choose() {
    const query = new URLSearchParams(new FormData(this.form)).toString();
    history.pushState(null, "", query ? `${this.form.action}?${query}` : this.form.action);
    this.#show(location.search);
  }

  /** The reader went back or forward: the form follows. A jump within the page ends here, too. */
  #returned() {
    if (location.search !== this.shown) {
      const chosen = new URLSearchParams(location.search).getAll("topic");
      this.form.querySelectorAll("[name=topic]").forEach((box) => (box.checked = chosen.includes(box.value)));
      this.#show(location.search);
    }
  }

  /** Put the stream of `query` on the page. */
  async #show(query) {
    this.shown = query;
    this.#fetching.abort();
    this.#fetching = new AbortController();
    try {
      const fragment = await fetchFragment(`${this.dataset.part}${query}`, this.#fetching.signal);
      for (const part of ["[data-chosen]", "[data-stream]"]) {
        document.querySelector(part).replaceWith(document.adoptNode(fragment.querySelector(part)));
      }
      const shown = document.querySelectorAll("[data-stream] [data-day] > ol > li").length;
      this.line.textContent = `${this.dataset.shown} ${shown}`;
    } catch (error) {
      if (error.name !== "AbortError") {
        location.reload(); // the address is already the right one
      }
    }
  }
}

customElements.define("use-filter", UseFilter);
