// <focal-point> around the picture of a photograph: a click sets the two numbers, the numbers move the mark.

class FocalPoint extends HTMLElement {
  connectedCallback() {
    this.picture = this.querySelector("img");
    this.fields = ["x", "y"].map((axis) => document.getElementById(`id_focal_${axis}`));
    if (!this.picture) return;
    this.mark = document.createElement("span");
    this.mark.className = "focal-point__mark";
    this.append(this.mark);
    this.abort = new AbortController();
    const { signal } = this.abort;
    if (this.fields.every(Boolean)) {
      this.picture.addEventListener("click", (event) => this.choose(event), { signal });
      for (const field of this.fields) field.addEventListener("input", () => this.show(), { signal });
      this.show();
    } else {
      this.mark.hidden = true;
    }
  }

  disconnectedCallback() {
    this.abort?.abort();
    this.mark?.remove();
  }

  choose(event) {
    const box = this.picture.getBoundingClientRect();
    const shares = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    this.fields.forEach((field, index) => {
      field.value = Math.round(Math.min(1, Math.max(0, shares[index])) * 100);
    });
    this.show();
  }

  show() {
    const [x, y] = this.fields.map((field) => Math.min(100, Math.max(0, Number(field.value) || 0)));
    this.mark.style.left = `${x}%`;
    this.mark.style.top = `${y}%`;
  }
}

customElements.define("focal-point", FocalPoint);
