// <photo-upload> around the form for many files: each file is sent by itself as soon as it is chosen or dropped, with a line
// of its own that says how far it is and what became of it. The row with its texts joins the form below.

const AT_ONCE = 2; // the server cuts each to sizes meanwhile

class PhotoUpload extends HTMLElement {
  connectedCallback() {
    this.chooser = this.querySelector("[data-choose]");
    this.input = this.chooser.querySelector("input[type=file]");
    this.token = this.chooser.querySelector("input[name=csrfmiddlewaretoken]").value;
    this.received = this.querySelector("[data-received]");
    this.status = this.querySelector("[data-status]");
    this.rows = this.querySelector("[data-rows]");
    this.list = this.rows.querySelector("[data-list]");
    this.waiting = [];
    this.underWay = 0;
    this.taken = 0;
    this.input.required = false;
    for (const element of this.querySelectorAll("[data-with-script]")) element.hidden = false;
    for (const element of this.querySelectorAll("[data-without-script]")) element.hidden = true;

    this.abort = new AbortController();
    const { signal } = this.abort;
    this.input.addEventListener("change", () => this.take(this.input.files), { signal });
    this.chooser.addEventListener("submit", (event) => event.preventDefault(), { signal });
    document.addEventListener("dragover", (event) => this.hover(event), { signal });
    document.addEventListener("dragleave", (event) => event.relatedTarget ?? this.leave(), { signal });
    document.addEventListener("drop", (event) => this.drop(event), { signal });
    this.rows.addEventListener("input", () => (this.isTyped = true), { signal });
    this.rows.addEventListener("submit", () => (this.isTyped = false), { signal });
    window.addEventListener("beforeunload", (event) => this.keep(event), { signal });
  }

  disconnectedCallback() {
    this.abort?.abort();
  }

  hover(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.dataset.over = "";
  }

  leave() {
    delete this.dataset.over;
  }

  drop(event) {
    this.leave();
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    this.take(event.dataTransfer.files);
  }

  // Leaving now would lose files that are on their way, or texts.
  keep(event) {
    if (this.isTyped || this.underWay || this.waiting.length) event.preventDefault();
  }

  take(files) {
    for (const file of files) {
      const line = this.line(file);
      if (this.taken >= Number(this.dataset.most)) this.refuse(line, this.dataset.many);
      else if (file.size > Number(this.dataset.bytes)) this.refuse(line, this.dataset.large);
      else {
        this.taken += 1;
        this.waiting.push({ file, line });
      }
    }
    this.input.value = "";
    this.next();
  }

  line(file) {
    const line = document.createElement("li");
    const name = document.createElement("span");
    const state = document.createElement("span");
    name.className = "received__name";
    name.textContent = file.name;
    state.className = "received__state";
    state.textContent = this.dataset.waiting;
    line.append(name, " ", state);
    this.received.append(line);
    return line;
  }

  next() {
    while (this.underWay < AT_ONCE && this.waiting.length) this.send(this.waiting.shift());
    if (!this.underWay) this.status.textContent = this.received.childElementCount ? this.dataset.done : "";
  }

  send({ file, line }) {
    const state = line.querySelector(".received__state");
    const progress = document.createElement("progress");
    const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.token);
    body.append("photos", file);
    progress.max = file.size || 1;
    progress.value = 0;
    progress.ariaLabel = file.name;
    state.replaceChildren(progress, " ", this.dataset.sending);
    request.upload.addEventListener("progress", (event) => {
      progress.value = Math.min(event.loaded, progress.max);
    });
    request.upload.addEventListener("load", () => {
      progress.removeAttribute("value");
      state.lastChild.textContent = this.dataset.cutting;
    });
    request.addEventListener("loadend", () => {
      this.underWay -= 1;
      this.answer(request, file, line);
      this.next();
    });
    request.responseType = "json";
    request.open("POST", this.dataset.url);
    this.underWay += 1;
    this.status.textContent = "";
    request.send(body);
  }

  answer(request, file, line) {
    const answer = request.status === 200 ? request.response : null;
    if (!answer?.line) {
      this.taken -= 1;
      this.refuse(line, request.response?.error ?? this.dataset.failed, file);
      return;
    }
    line.innerHTML = answer.line; // our own template, in which what the file says is escaped
    if (answer.outcome === "refused") this.taken -= 1;
    if (answer.row && !this.list.querySelector(`[data-photo="${answer.photo}"]`)) {
      this.list.insertAdjacentHTML("beforeend", answer.row);
      this.rows.hidden = false;
    }
  }

  refuse(line, reason, file = null) {
    const outcome = document.createElement("strong");
    outcome.className = "received__outcome";
    outcome.dataset.outcome = "refused";
    outcome.textContent = this.dataset.refused;
    line.querySelector(".received__state").replaceChildren(outcome, " ", reason);
    if (!file) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "desk-choose";
    again.textContent = this.dataset.again;
    again.addEventListener("click", () => {
      this.taken += 1;
      this.waiting.push({ file, line });
      this.next();
    });
    line.querySelector(".received__state").append(" ", again);
  }
}

customElements.define("photo-upload", PhotoUpload);
