// <new-stories> around a hidden link to the first page of a stream: shows it, and says so, when there is something new.
// Asks at data-url once a minute while the page is looked at; the page itself never changes.

import { makeLiveLine } from "./fragment.js";

const PACE = 60_000;
const SLOWEST = 16 * PACE;

class NewStories extends HTMLElement {
  connectedCallback() {
    this.aborter = new AbortController();
    this.link = this.querySelector("a");
    this.line = makeLiveLine(this);
    this.pace = PACE;
    this.asked = Date.now();
    document.addEventListener("visibilitychange", () => this.#plan(), { signal: this.aborter.signal });
    this.#plan();
  }

  disconnectedCallback() {
    this.aborter.abort();
    clearTimeout(this.timer);
    this.line.remove();
  }

  #plan() {
    clearTimeout(this.timer);
    if (!document.hidden && !this.isOver) {
      this.timer = setTimeout(() => this.#ask(), Math.max(0, this.asked + this.pace - Date.now()));
    }
  }

  async #ask() {
    this.asked = Date.now();
    try {
      // The browser's cache asks with the ETag of the last answer, however fresh that is.
      const response = await fetch(this.dataset.url, { signal: this.aborter.signal, cache: "no-cache" });
      this.isOver = [400, 403, 404, 410].includes(response.status); // the feed is gone, or the reader has left
      if (!response.ok) {
        throw new Error(`${response.status}`);
      }
      this.#show(await response.json());
      this.pace = PACE;
    } catch (error) {
      if (error.name === "AbortError") {
        return;
      }
      this.pace = Math.min(2 * this.pace, SLOWEST);
    }
    this.#plan();
  }

  #show({ text }) {
    if (text && text !== this.link.textContent) {
      this.link.textContent = text;
      this.link.hidden = false;
      this.line.textContent = text;
    }
  }
}

customElements.define("new-stories", NewStories);
