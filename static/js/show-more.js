// <show-more> around the link to the next page of a stream: loads its stories in place.
// On any failure the link is followed as if this element were not there.

import { fetchFragment, makeLiveLine } from "./fragment.js";

class ShowMore extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a");
    this.aborter = new AbortController();
    this.line = makeLiveLine(this);
    const { signal } = this.aborter;
    this.link.addEventListener("click", (event) => this.#clicked(event), { signal });
    addEventListener("pagehide", () => this.#remember({ top: scrollY }), { signal });
    this.#restore();
  }

  disconnectedCallback() {
    this.aborter.abort();
    this.line.remove();
  }

  async #clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    if (this.link.ariaBusy) {
      return;
    }
    const address = this.link.dataset.part ?? this.link.href;
    try {
      const added = await this.#load(address);
      const first = added[0]?.querySelector("a");
      first?.focus({ preventScroll: true });
      first?.scrollIntoView({ block: "nearest" }); // it may stand behind the bar of a phone, and nothing else moves
      this.#remember({ parts: [...(this.#remembered.parts ?? []), address] });
    } catch (error) {
      if (error.name !== "AbortError") {
        location.assign(this.link.href);
      }
    }
  }

  /** Append the stories at `address`, move the link on, and return the new items. */
  async #load(address) {
    this.link.ariaBusy = "true";
    const fragment = await fetchFragment(address, this.aborter.signal);
    const found = fragment.querySelector("[data-stream]");
    const added = [...found.querySelectorAll("[data-day] > ol > li")];
    found.querySelectorAll("[data-day]").forEach((day) => this.#append(day));
    const next = found.querySelector("show-more a");
    this.link.ariaBusy = null;
    if (next) {
      this.link.href = next.href;
      this.link.dataset.part = next.dataset.part ?? next.href;
    } else {
      this.link.remove();
    }
    this.line.textContent = `${this.dataset.added} ${added.length}`;
    return added;
  }

  /** A day that is on the page already goes on under the heading it has. */
  #append(day) {
    const days = [...this.closest("[data-stream]").querySelectorAll("[data-day]")];
    const known = days.find((old) => old.dataset.day === day.dataset.day);
    if (known) {
      known.querySelector("ol").append(...day.querySelectorAll("ol > li"));
    } else {
      this.before(day);
    }
  }

  // What was loaded is kept with the page's entry in the history, so that "back" finds the same list.

  get #remembered() {
    return history.state?.more ?? {};
  }

  #remember(facts) {
    history.replaceState({ ...history.state, more: { ...this.#remembered, ...facts } }, "");
  }

  async #restore() {
    const { parts = [], top } = this.#remembered;
    try {
      for (const address of parts) {
        await this.#load(address);
      }
      if (parts.length) {
        scrollTo({ top, behavior: "instant" });
      }
    } catch {
      this.link.ariaBusy = null; // the link is still there for the rest
    }
  }
}

customElements.define("show-more", ShowMore);
