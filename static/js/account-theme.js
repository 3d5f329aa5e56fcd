// <account-theme data-theme="auto|light|dark">: keeps the theme of the account that was just signed in or changed in this
// browser, as theme-choice.js keeps one that is chosen here. theme.js applies it.

class AccountTheme extends HTMLElement {
  connectedCallback() {
    try {
      localStorage.setItem("theme", this.dataset.theme);
    } catch {
      return; // The browser keeps nothing for this site; the system decides.
    }
    dispatchEvent(new StorageEvent("storage", { key: "theme" })); // browsers tell the other tabs only
  }
}

customElements.define("account-theme", AccountTheme);
