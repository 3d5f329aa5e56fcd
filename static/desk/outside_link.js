// "Fetch" beside the address of each link in other media: asks the server what the page there says of itself. It fills in
// what is empty, and what it filled in itself before; what somebody typed stays.
const { url, fetch: name, title, fetching, done, failed } = document.getElementById("describe-address").dataset;
const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
const filledIn = new WeakMap();

function offer(address) {
  if (address.name.includes("__prefix__") || address.dataset.describes) return;
  address.dataset.describes = "offered";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "desk-choose";
  button.textContent = name;
  button.title = title;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", () => describe(address, button, said));
  // Not beside the field itself: what stands there is bold.
  (address.closest("td") ?? address.parentElement).append(button, " ", said);
}

async function describe(address, button, said) {
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  said.textContent = fetching;
  const asked = address.value;
  try {
    const body = new URLSearchParams({ address: asked, csrfmiddlewaretoken: token });
    const response = await fetch(url, { method: "POST", body, credentials: "same-origin" });
    const answer = await response.json();
    // Meanwhile somebody may have pasted another one.
    if (address.value !== asked) said.textContent = "";
    else said.textContent = response.ok ? fill(address, answer) : (answer.error ?? failed);
  } catch {
    said.textContent = failed;
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

function fill(address, answer) {
  for (const part of ["outlet", "title", "language"]) {
    const field = document.getElementsByName(address.name.replace(/url$/, part))[0];
    if (!field || (field.value && field.value !== filledIn.get(field))) continue;
    // Empty too: what another page said of itself must not stay beside this address.
    field.value = answer[part];
    filledIn.set(field, answer[part]);
  }
  return done;
}

function offerAll(root) {
  for (const address of root.querySelectorAll("input[name^=outside_links-][name$=-url]")) offer(address);
}

offerAll(document);
document.addEventListener("formset:added", (event) => offerAll(event.target));
