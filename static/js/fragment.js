// Fetching a piece of HTML from an address of its own, and saying aloud what changed.

/** The parsed document at `address`; a `form` (FormData) is posted. Throws for any answer but HTML of this site. */
export async function fetchFragment(address, signal, form) {
  const sending = form ? { method: "POST", body: form } : {};
  const response = await fetch(address, { ...sending, signal, credentials: "same-origin" });
  const type = response.headers.get("Content-Type") ?? "";
  if (!response.ok || !type.startsWith("text/html")) {
    throw new Error(`${response.status} ${type} from ${address}`);
  }
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** A line inside `element` that screen readers speak whenever its text is set. */
export function makeLiveLine(element) {
  const line = document.createElement("p");
  line.className = "hidden";
  line.setAttribute("role", "status");
  element.append(line);
  return line;
}
