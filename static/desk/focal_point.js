// <focal-point> around the picture of a photograph. A mark on it is dragged, or moved with the arrow keys; the two numbers
// below and the crops on the page follow, and the mark follows the numbers.

const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LARGE_STEP = 10;
const within = (value) => Math.min(100, Math.max(0, value));

class FocalPoint extends HTMLElement {
  connectedCallback() {
    this.picture = this.querySelector("img");
    this.fields = ["x", "y"].map((axis) => document.getElementById(`id_focal_${axis}`));
    // Who may only look has no fields.
    if (!this.picture || !this.fields.every(Boolean)) return;
    this.mark = document.createElement("button");
    this.mark.type = "button";
    this.mark.className = "focal-point__mark";
    this.mark.title = this.dataset.mark;
    this.said = document.createElement("span");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    this.append(this.mark, this.said);
    this.crops = [...document.querySelectorAll("[data-crop]")].map((crop) => new Crop(crop, this.picture));

    this.abort = new AbortController();
    const { signal } = this.abort;
    this.addEventListener("pointerdown", (event) => this.grasp(event), { signal });
    this.addEventListener("pointermove", (event) => this.drag(event), { signal });
    this.mark.addEventListener("keydown", (event) => this.step(event), { signal });
    for (const field of this.fields) field.addEventListener("input", () => this.show(), { signal });
    this.show();
  }

  disconnectedCallback() {
    this.abort?.abort();
    this.mark?.remove();
    this.said?.remove();
  }

  get place() {
    return this.fields.map((field) => within(Number(field.value) || 0));
  }

  grasp(event) {
    if (event.button !== 0) return;
    event.preventDefault(); // else the browser drags the picture itself
    this.setPointerCapture(event.pointerId);
    this.mark.focus({ preventScroll: true });
    this.moveTo(event);
  }

  drag(event) {
    if (this.hasPointerCapture(event.pointerId)) this.moveTo(event);
  }

  moveTo({ clientX, clientY }) {
    const box = this.picture.getBoundingClientRect();
    this.put([(100 * (clientX - box.left)) / box.width, (100 * (clientY - box.top)) / box.height]);
  }

  step(event) {
    const direction = KEYS[event.key];
    if (!direction) return;
    event.preventDefault();
    const length = event.shiftKey ? LARGE_STEP : 1;
    this.put(this.place.map((share, axis) => share + length * direction[axis]));
    this.said.textContent = this.inWords;
  }

  put(shares) {
    this.fields.forEach((field, axis) => (field.value = Math.round(within(shares[axis]))));
    this.show();
  }

  show() {
    const [x, y] = this.place;
    this.mark.style.left = `${x}%`;
    this.mark.style.top = `${y}%`;
    this.mark.ariaLabel = `${this.dataset.mark} ${this.inWords}`;
    for (const crop of this.crops) crop.show(x, y);
  }

  get inWords() {
    const [x, y] = this.place;
    return this.dataset.place.replace("{x}", x).replace("{y}", y);
  }
}

// A crop as the server would cut it (articles.renditions.crop_box), in CSS. What the server has cut serves until the mark
// moves.
class Crop {
  constructor(element, picture) {
    this.image = element.querySelector("img");
    this.picture = picture;
    const ratio = (image) => Number(image.getAttribute("width")) / Number(image.getAttribute("height"));
    const [own, whole] = [ratio(this.image), ratio(picture)];
    // How much of the picture's width and height it takes.
    this.shares = [Math.min(1, own / whole), Math.min(1, whole / own)];
    this.image.style.aspectRatio = own;
  }

  show(x, y) {
    const position = this.shares.map((share, axis) => {
      const rest = 1 - share;
      const begin = Math.min(rest, Math.max(0, [x, y][axis] / 100 - share / 2));
      return `${(rest ? (100 * begin) / rest : 50).toFixed(2)}%`;
    });
    if (this.isCut) {
      this.image.src = this.picture.currentSrc || this.picture.src;
      this.image.style.objectPosition = position.join(" ");
    }
    this.isCut = true;
  }
}

customElements.define("focal-point", FocalPoint);
