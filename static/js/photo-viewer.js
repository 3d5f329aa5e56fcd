// <photo-viewer> around the dialog that shows the photographs of the page large. Each figure gets a button for it.

class PhotoViewer extends HTMLElement {
  connectedCallback() {
    this.aborter = new AbortController();
    this.signal = this.aborter.signal;
    this.dialog = this.querySelector("dialog");
    this.figures = [...document.querySelectorAll("main .figure:has(> img)")];
    this.buttons = this.figures.map((figure, index) => this.#offer(figure, index));
    const alone = this.figures.length < 2;
    this.querySelectorAll("[data-step], .viewer__count").forEach((part) => (part.hidden = alone));
    this.dialog.addEventListener("click", (event) => this.#clicked(event.target), { signal: this.signal });
    this.dialog.addEventListener("keydown", (event) => this.#pressed(event), { signal: this.signal });
  }

  disconnectedCallback() {
    this.aborter.abort();
    this.buttons.forEach((button) => button.remove());
    this.figures.forEach((figure) => figure.classList.remove("viewer__source"));
  }

  #offer(figure, index) {
    const image = figure.querySelector("img");
    const button = this.querySelector("template").content.firstElementChild.cloneNode(true);
    button.querySelector("span").append(image.alt || `${index + 1}`);
    button.addEventListener("click", () => this.#open(index));
    // The picture opens for the mouse. The focus goes to the button, because it returns to where it was.
    image.addEventListener("click", () => (button.focus(), this.#open(index)), { signal: this.signal });
    figure.classList.add("viewer__source");
    image.after(button);
    return button;
  }

  #open(index) {
    this.#show(index);
    this.dialog.showModal();
  }

  #show(index) {
    this.index = (index + this.figures.length) % this.figures.length;
    const source = this.figures[this.index];
    const image = source.querySelector("img").cloneNode();
    Object.assign(image, { className: "viewer__image", loading: "eager", sizes: "100vw" });
    const caption = source.querySelector("figcaption")?.cloneNode(true);
    if (caption) {
      caption.className = "viewer__caption";
    }
    this.querySelector(".viewer__figure").replaceChildren(...[image, caption].filter(Boolean));
    this.querySelector(".viewer__count").textContent = `${this.index + 1} / ${this.figures.length}`;
  }

  #clicked(target) {
    const button = target.closest("button");
    if (button?.dataset.step) {
      this.#show(this.index + Number(button.dataset.step));
    } else if (button || !target.closest("img, figcaption, p")) {
      this.dialog.close(); // its button, or the empty space around the picture
    }
  }

  #pressed(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && this.figures.length > 1) {
      event.preventDefault();
      const isMirrored = getComputedStyle(this.dialog).direction === "rtl";
      this.#show(this.index + (isMirrored ? -step : step));
    }
  }
}

customElements.define("photo-viewer", PhotoViewer);
