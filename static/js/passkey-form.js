// <passkey-form data-act="create|get"> around a form with a field "credential": asks the device for a passkey when the
// form is sent, and sends its answer. What to ask for is in the JSON inside, or comes from the address in data-options.
// https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    this.querySelector("[data-plain]").hidden = true; // what readers without JavaScript are told
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
      this.querySelector("[data-unable]").hidden = false;
      return;
    }
    form.hidden = false;
    this.aborter = new AbortController();
    form.addEventListener("submit", (event) => this.#send(event), { signal: this.aborter.signal });
  }

  disconnectedCallback() {
    this.aborter?.abort();
  }

  async #send(event) {
    event.preventDefault();
    const form = event.target;
    const failed = this.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const credential = await this.#ask(await this.#options());
      form.elements.credential.value = JSON.stringify(credential.toJSON());
    } catch {
      failed.hidden = false; // The reader said no, took too long, or the device knows no passkey of this site.
      return;
    }
    form.submit();
  }

  async #options() {
    const written = this.querySelector("script[type='application/json']");
    if (written) {
      return JSON.parse(written.textContent).publicKey;
    }
    const response = await fetch(this.dataset.options, { headers: { Accept: "application/json" } });
    return (await response.json()).request_options.publicKey;
  }

  #ask(options) {
    if (this.dataset.act === "get") {
      return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    }
    // One kind of key for both uses: it signs in by itself, which needs the device to know the account and its owner.
    const authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
    return navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON({ ...options, authenticatorSelection }),
    });
  }
}

customElements.define("passkey-form", PasskeyForm);
