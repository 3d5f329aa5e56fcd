// <home-board> around the slots of the home page and the stories that may go there. Its forms work without it; with it the
// page stays where it is, the focus stays on the story that moved, what was done is said aloud, and stories can be dragged
// by their handles into a slot. The server draws everything: parts of its answer take the place of those shown.

const PARTS = ["[data-slots]", "[data-stories]"];

class HomeBoard extends HTMLElement {
  connectedCallback() {
    this.said = this.querySelector("[data-said]");
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.addEventListener("submit", (event) => this.submit(event), { signal });
    this.addEventListener("pointerdown", (event) => this.grasp(event), { signal });
    this.addEventListener("pointermove", (event) => this.drag(event), { signal });
    this.addEventListener("pointerup", (event) => this.drop(event), { signal });
    this.addEventListener("pointercancel", () => this.letGo(), { signal });
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.letGo(), { signal });
    this.showHandles();
  }

  disconnectedCallback() {
    this.abort?.abort();
  }

  showHandles() {
    for (const handle of this.querySelectorAll("[data-handle]")) handle.hidden = false;
  }

  submit(event) {
    const form = event.target;
    if (!form.matches("[data-move], [data-send]")) return;
    event.preventDefault();
    this.send(form, new FormData(form, event.submitter), event.submitter?.dataset.act);
  }

  async send(form, body, act) {
    if (this.isSending) return; // a second press would be refused: it has not seen what the first one did
    this.isSending = true;
    this.ariaBusy = "true";
    const story = body.get("article");
    try {
      const response = await fetch(form.action, { method: "POST", body });
      const answer = new DOMParser().parseFromString(await response.text(), "text/html");
      const parts = PARTS.map((selector) => [this.querySelector(selector), answer.querySelector(selector)]);
      // Such as the form to sign in: then the browser shows what the server says.
      if (!parts.every((pair) => pair.every(Boolean))) throw new Error("another page");
      for (const [shown, fresh] of parts) shown.replaceWith(fresh);
      this.showHandles();
      this.say(answer);
      this.focusOn(story, act);
    } catch {
      const sent = document.createElement("form");
      sent.method = "post";
      sent.hidden = true;
      for (const [name, value] of body) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name, value });
        sent.append(field);
      }
      document.body.append(sent);
      sent.submit();
    } finally {
      this.isSending = false;
      this.ariaBusy = null;
    }
  }

  say(answer) {
    const messages = answer.querySelector(".messagelist");
    document.querySelector(".messagelist")?.remove();
    if (messages) document.getElementById("content").before(messages);
    this.said.textContent = messages?.textContent.trim().replace(/\s+/g, " ") ?? "";
  }

  // On the same button of the same story, or the next best: the last slot has no way down.
  focusOn(story, act) {
    const place = this.querySelector(`[data-slots] [data-story="${CSS.escape(story)}"]`);
    const wanted = place?.querySelector(`[data-act="${act}"]`) ?? place?.querySelector("[data-move] button, a");
    (wanted ?? this.querySelector("[data-slots] a"))?.focus();
  }

  grasp(event) {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    this.dragged = handle.closest("[data-story]");
    this.dragged.dataset.dragged = "";
  }

  drag({ clientX, clientY }) {
    if (!this.dragged) return;
    const over = document.elementsFromPoint(clientX, clientY).find((element) => element.matches("[data-slot]"));
    if (over === this.over) return;
    this.leave();
    this.over = over;
    if (over) over.dataset.over = "";
  }

  drop(event) {
    this.drag(event);
    const { dragged, over } = this;
    this.letGo();
    if (!dragged || !over || over.contains(dragged)) return;
    const form = dragged.querySelector("[data-move], [data-send]");
    const body = new FormData(form);
    body.set(form.matches("[data-move]") ? "to" : "slot", over.dataset.slot);
    this.send(form, body);
  }

  leave() {
    if (this.over) delete this.over.dataset.over;
    this.over = null;
  }

  letGo() {
    this.leave();
    if (this.dragged) delete this.dragged.dataset.dragged;
    this.dragged = null;
  }
}

customElements.define("home-board", HomeBoard);
