// A dialog over the library of photographs: type to search, arrow or Tab to a picture, Enter to take it.
// Words come from the page: <template id="photo-picker"> holds the dialog's markup.

const PAUSE = 250;

/** Resolves to the photograph that was chosen, as articles.admin.photo describes it, or to null. */
export function choosePhoto(address, title) {
  const dialog = document.getElementById("photo-picker").content.cloneNode(true).querySelector("dialog");
  const search = dialog.querySelector("input[type=search]");
  const list = dialog.querySelector("[data-photos]");
  const status = dialog.querySelector("[role=status]");
  let waiting = 0;
  let latest = 0;
  const abort = new AbortController();
  dialog.querySelector("[data-title]").textContent = title;
  document.body.append(dialog);

  return new Promise((resolve) => {
    const close = (photo) => {
      clearTimeout(waiting);
      abort.abort();
      dialog.close();
      dialog.remove();
      resolve(photo);
    };

    async function show() {
      const request = ++latest;
      try {
        const response = await fetch(`${address}?${new URLSearchParams({ q: search.value })}`);
        if (!response.ok) throw new Error(response.status);
        const { photos } = await response.json();
        if (request !== latest) return;
        list.replaceChildren(...photos.map((photo) => choice(photo, close)));
        status.textContent = photos.length ? "" : status.dataset.none;
      } catch {
        if (request === latest) status.textContent = status.dataset.failed;
      }
    }

    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, PAUSE);
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      clearTimeout(waiting);
      show();
    });
    list.addEventListener("keydown", (event) => move(event, list));
    dialog.querySelector("[data-cancel]").addEventListener("click", () => close(null));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(null);
    });
    // Somebody comes back from adding photographs in another tab.
    window.addEventListener("focus", show, { signal: abort.signal });
    dialog.showModal();
    search.focus();
    show();
  });
}

function choice(photo, close) {
  const button = document.createElement("button");
  const picture = document.createElement("img");
  const name = document.createElement("span");
  const credit = document.createElement("span");
  button.type = "button";
  button.className = "photo-picker__photo";
  picture.src = photo.thumbnail;
  picture.alt = "";
  name.textContent = photo.name;
  credit.textContent = photo.credit ? `© ${photo.credit}` : "";
  credit.className = "photo-picker__credit";
  button.append(picture, name, credit);
  button.addEventListener("click", () => close(photo));
  return button;
}

function move(event, list) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const photos = [...list.children];
  const next = photos[photos.indexOf(document.activeElement) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}
