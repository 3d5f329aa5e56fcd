// <proof-reading> beside the form of an article: asks the server again while somebody types, and leads from each finding to
// its field.

const PAUSE = 1500;

class ProofReading extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.findings = this.querySelector("[data-findings]");
    this.failed = this.querySelector("[data-failed]");
    this.status = this.querySelector("[data-status]");
    this.sent = this.typed();
    this.abort = new AbortController();
    const { signal } = this.abort;
    // The editor's buttons and what is chosen in a dialog make no input: whoever has used them clicks, or comes back.
    for (const event of ["input", "change", "click", "focusin"]) {
      this.form.addEventListener(event, () => this.wait(), { signal });
    }
    // Select2 speaks to jQuery only.
    window.django?.jQuery(this.form).on("change.proofreading", () => this.wait());
    this.addEventListener("click", (event) => this.lead(event), { signal });
  }

  disconnectedCallback() {
    clearTimeout(this.waiting);
    this.abort?.abort();
    this.under?.abort();
    window.django?.jQuery(this.form).off("change.proofreading");
  }

  wait() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), PAUSE);
  }

  typed() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  async ask() {
    const body = this.typed();
    if (body === this.sent) return;
    this.sent = body;
    this.under?.abort();
    this.under = new AbortController();
    const { signal } = this.under;
    try {
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      const response = await fetch(this.dataset.url, { method: "POST", body, headers, redirect: "error", signal });
      if (!response.ok) throw new Error(response.status);
      this.show(await response.text());
    } catch (error) {
      if (error.name !== "AbortError") this.failed.hidden = false;
    }
  }

  show(html) {
    this.failed.hidden = true;
    const before = this.findings.textContent;
    this.findings.innerHTML = html; // our own template, in which what was typed is escaped
    if (this.findings.textContent !== before) {
      this.status.textContent = this.findings.querySelector("[data-summary]").textContent.trim();
    }
  }

  lead(event) {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const target = this.shown(field);
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  // What stands on the page for a field: the editor for the text, Select2's box, the first field of some rows.
  shown(field) {
    const row = field.closest(".form-row") ?? field;
    if (field.name === "body") return row.querySelector("[contenteditable=true]") ?? field;
    if (field.matches("select.admin-autocomplete")) return row.querySelector(".select2-selection") ?? field;
    if (!field.matches("input, select, textarea")) {
      return field.querySelector("tr.has_original .select2-selection, tr.add-row a") ?? field;
    }
    return field;
  }
}

customElements.define("proof-reading", ProofReading);
