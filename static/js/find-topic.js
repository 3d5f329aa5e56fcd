// <find-topic> around topics to tick: a field that finds some among many, and the count of those ticked.

class FindTopic extends HTMLElement {
  connectedCallback() {
    this.label = document.createElement("label");
    this.label.className = "choices__find";
    this.label.textContent = this.dataset.find;
    const field = document.createElement("input");
    Object.assign(field, { type: "search", className: "choices__field", autocomplete: "off" });
    this.label.append(field);
    this.prepend(this.label);
    field.addEventListener("input", (event) => {
      event.stopPropagation(); // nothing was chosen by it
      this.#find(field.value);
    });
    // Enter in this field would send the form, though nothing was chosen.
    field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    this.addEventListener("change", this.#count);
  }

  disconnectedCallback() {
    this.label.remove();
    this.removeEventListener("change", this.#count);
  }

  #find(text) {
    const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const group of this.querySelectorAll("fieldset")) {
      const labels = [...group.querySelectorAll("label")];
      for (const label of labels) {
        const name = label.textContent.toLocaleLowerCase();
        label.hidden = !words.every((word) => name.includes(word));
      }
      group.hidden = labels.every((label) => label.hidden);
    }
  }

  #count = () => {
    const count = this.parentElement.querySelector(":scope > summary .count")?.firstChild;
    if (count) {
      count.data = this.querySelectorAll(":checked").length;
    }
  };
}

customElements.define("find-topic", FindTopic);
