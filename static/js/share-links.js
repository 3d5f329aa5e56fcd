// <share-links> around the link that sends a story by e-mail: adds copying, and the device's own way of sharing.

class ShareLinks extends HTMLElement {
  #added = [];

  connectedCallback() {
    const { url, title, copy, share } = this.dataset;
    if (navigator.clipboard) {
      this.#add(copy, (button) => this.#copy(button, url));
    }
    if (navigator.share) {
      // Closing the device's panel without choosing counts as a failure; there is nothing to say about it.
      this.#add(share, () => navigator.share({ url, title }).catch(() => {}));
    }
  }

  disconnectedCallback() {
    this.#added.forEach((element) => element.remove());
    this.#added = [];
  }

  #add(text, act) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "share__link", textContent: text });
    button.addEventListener("click", () => act(button));
    this.append(button);
    this.#added.push(button);
  }

  async #copy(button, url) {
    await navigator.clipboard.writeText(url);
    button.textContent = this.dataset.copied;
    button.setAttribute("aria-live", "polite");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (button.textContent = this.dataset.copy), 3000);
  }
}

customElements.define("share-links", ShareLinks);
