// <zone-choice> around the list of time zones: offers the zone of the device with one press.

class ZoneChoice extends HTMLElement {
  connectedCallback() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const select = this.querySelector("select");
    const option = [...select.options].find((known) => known.value === zone);
    if (!option || option.selected) {
      return;
    }
    this.button = document.createElement("button");
    Object.assign(this.button, { type: "button", className: "button zones__device" });
    this.button.dataset.quiet = "";
    this.button.textContent = `${this.dataset.label} ${option.text}`;
    this.button.addEventListener("click", () => {
      select.value = zone;
      select.focus();
    });
    this.append(this.button);
  }

  disconnectedCallback() {
    this.button?.remove();
  }
}

customElements.define("zone-choice", ZoneChoice);
