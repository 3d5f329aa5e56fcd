// <theme-choice> around the radio buttons of the theme: keeps the choice. What is chosen is applied by theme.js.

class ThemeChoice extends HTMLElement {
  connectedCallback() {
    this.aborter = new AbortController();
    const { signal } = this.aborter;
    this.addEventListener("change", (event) => this.#choose(event.target.value), { signal });
    addEventListener("storage", () => this.#show(), { signal });
    addEventListener("pageshow", () => this.#show(), { signal });
    this.#show();
  }

  disconnectedCallback() {
    this.aborter.abort();
  }

  #choose(theme) {
    localStorage.setItem("theme", theme);
    dispatchEvent(new StorageEvent("storage", { key: "theme" })); // browsers tell the other tabs only
  }

  #show() {
    const { theme } = document.documentElement.dataset;
    this.querySelectorAll("input").forEach((input) => (input.checked = input.value === theme));
  }
}

customElements.define("theme-choice", ThemeChoice);
