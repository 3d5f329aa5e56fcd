// <desk-sitting> in the form of an article: keeps what is typed, on the site and in this browser, and tells who else is
// there. No text is lost when the browser dies, the session ends or the site is away.

const PAUSE = 2000;
const POLL = 15000;
const PATIENCE = 10000;
const BEACON = 60000; // browsers send no more than 64 KiB when a page is left

class DeskSitting extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.around = this.querySelector("[data-around]");
    this.status = this.querySelector("[data-status]");
    this.copies = `desk-sitting:${this.dataset.user}:${this.dataset.url}:`;
    this.key = this.copies + this.form.elements.sitting.value;
    this.kept = "resumed" in this.dataset ? "" : this.typed();
    this.abort = new AbortController();
    const { signal } = this.abort;
    // Until somebody does something, what changes is the editor putting the text in order.
    for (const event of ["pointerdown", "keydown", "beforeinput", "paste", "drop"]) {
      this.form.addEventListener(event, () => this.begin(), { signal, capture: true });
    }
    // The editor's buttons and what is chosen in a dialog make no input: whoever has used them clicks, or comes back.
    for (const event of ["click", "focusin"]) {
      this.form.addEventListener(event, () => this.wait(), { signal });
    }
    for (const event of ["input", "change"]) {
      this.form.addEventListener(event, () => this.change(), { signal });
    }
    window.django?.jQuery(this.form).on("change.sitting", () => this.change()); // Select2 speaks to jQuery only
    this.form.addEventListener("submit", (event) => this.submit(event), { signal });
    document.getElementById("sitting-acts").addEventListener("submit", (event) => this.submit(event), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.look(), { signal });
    window.addEventListener("pagehide", () => this.leave(), { signal });
    this.polling = setInterval(() => document.hidden || this.look(), POLL);
    this.recover();
  }

  disconnectedCallback() {
    clearTimeout(this.waiting);
    clearInterval(this.polling);
    this.abort.abort();
    window.django?.jQuery(this.form).off("change.sitting");
  }

  begin() {
    if (this.hasBegun) return;
    this.hasBegun = true;
    if (this.kept) this.kept = this.typed();
  }

  change() {
    this.hasBegun = true; // too late to look at the text as it was before
    this.wait();
  }

  wait() {
    if (!this.hasBegun || this.waiting) return;
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.keep();
    }, PAUSE);
  }

  typed() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }

  withToken(body) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    return `${body}&csrfmiddlewaretoken=${encodeURIComponent(token)}`;
  }

  // Keeps what has been typed since it was kept last; whether the site has all of it, and would take a form.
  async keep() {
    const body = this.typed();
    if (body === this.kept) return this.look();
    this.store(body);
    if (this.isSignedOut && !(await this.look())) return false;
    if (!(await this.tell(`${body}&typed=1`))) return false;
    this.kept = body;
    this.forget(this.key);
    const line = this.querySelector("[data-kept]");
    line.textContent = `${line.dataset.text} ${new Date().toLocaleTimeString()}.`;
    line.hidden = false;
    return true;
  }

  // Says that somebody is there, and learns who else is.
  look() {
    if (this.isSignedOut) return this.ask();
    const data = new URLSearchParams();
    for (const name of ["sitting", "based_on"]) data.set(name, this.form.elements[name].value);
    return this.tell(data.toString());
  }

  // After a new sign-in, maybe in another tab, forms of before need another token.
  async ask() {
    const response = await this.fetch({ method: "GET" });
    return response !== null && this.show(await response.text(), { isWhole: false });
  }

  async tell(body) {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const post = (mayFail) => this.fetch({ method: "POST", body: this.withToken(body), headers }, mayFail);
    let response = await post(true);
    if (response?.status === 403) response = (await this.ask()) ? await post() : null; // one has signed in again
    return response !== null && this.show(await response.text());
  }

  // The answer, or null when there is none that helps; what is wrong stands on the page then.
  async fetch(options, mayFail = false) {
    let response;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      response = await fetch(this.dataset.url, { ...options, redirect: "manual", signal });
    } catch {
      this.warn("away");
      return null;
    }
    if (mayFail && response.status === 403) return response;
    if (response.type === "opaqueredirect") this.warn("signed-out");
    else if (!response.ok) this.warn(response.status >= 500 ? "away" : "refused");
    else return response;
    return null;
  }

  warn(problem) {
    this.isSignedOut = problem === "signed-out" || (problem === "away" && this.isSignedOut);
    for (const name of ["signed-out", "away", "refused"]) {
      const line = this.querySelector(`[data-${name}]`);
      if (line.hidden && name === problem) this.status.textContent = line.textContent.trim();
      line.hidden = name !== problem;
    }
  }

  show(html, { isWhole = true } = {}) {
    this.warn(null);
    const page = new DOMParser().parseFromString(html, "text/html");
    const answer = page.querySelector("[data-csrf]");
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
      field.value = answer.dataset.csrf;
    }
    const said = (element) => element.textContent.split(/\s+/).join(" ").trim();
    // The button that was pressed must still be there when it may do its work.
    if (isWhole && !this.isAsking && said(answer) !== said(this.around)) {
      this.around.replaceChildren(document.importNode(answer, true));
      this.status.textContent = said(answer);
    }
    return true;
  }

  // Whatever leaves the page waits until the text is safe and the site takes it.
  async submit(event) {
    if (this.isLeaving) return;
    event.preventDefault();
    if (this.isAsking) return;
    this.isAsking = true;
    const isSafe = await this.keep();
    this.isAsking = false;
    if (!isSafe) {
      const warning = this.querySelector(".sitting__notice[data-urgent]:not([hidden])");
      warning?.scrollIntoView({ block: "center" });
      return;
    }
    // All is kept: what asks again meanwhile may find a story that is somebody else's now.
    clearTimeout(this.waiting);
    this.waiting = null;
    this.isLeaving = true;
    event.target.requestSubmit(event.submitter);
    this.isLeaving = false; // until the next page is there, this one may still be changed
  }

  leave() {
    const body = this.typed();
    if (!this.hasBegun || body === this.kept) return;
    this.store(body);
    const whole = new Blob([this.withToken(`${body}&typed=1`)], { type: "application/x-www-form-urlencoded" });
    if (whole.size < BEACON) navigator.sendBeacon(this.dataset.url, whole);
  }

  // The copy in this browser

  store(body) {
    try {
      localStorage.setItem(this.key, body);
    } catch {
      // No room, or not allowed: the site still has its copy.
    }
  }

  forget(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // It was never stored.
    }
  }

  // What an earlier page could not hand over, because the session had ended or the site was away.
  async recover() {
    let keys = [];
    try {
      keys = Object.keys(localStorage).filter((key) => key.startsWith(this.copies) && key !== this.key);
    } catch {
      // Not allowed: there is nothing.
    }
    for (const key of keys) {
      if (await this.tell(`${localStorage.getItem(key)}&typed=1`)) this.forget(key);
    }
    await this.look();
  }
}

customElements.define("desk-sitting", DeskSitting);
