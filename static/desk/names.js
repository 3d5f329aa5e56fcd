// Gives screen readers the names that some fields of the admin lack: cells of a table, boxes of Select2 and the text
// editor, which take none of the labels beside them.
const textOf = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";

function nameInTable(field) {
  const cell = field.closest("td");
  const header = cell?.closest("table")?.tHead?.rows[0];
  if (!header) return "";
  // A header may span the cell of what the row is called.
  let column = [...cell.parentElement.cells].indexOf(cell);
  for (const heading of header.cells) {
    column -= heading.colSpan;
    if (column < 0) return textOf(heading);
  }
  return "";
}

function nameOf(field) {
  if (field.ariaLabel) return field.ariaLabel;
  const [label] = field.labels ?? [];
  return textOf(label) || label?.querySelector("img")?.alt || nameInTable(field);
}

function giveNames() {
  for (const field of document.querySelectorAll("#searchbar, .tabular :is(input:not([type=hidden]), select, textarea)")) {
    if (!field.ariaLabel && !textOf(field.labels?.[0])) field.ariaLabel = nameOf(field);
  }
  const boxes = "span.select2-selection__rendered:not([aria-label]), .select2 .select2-search__field:not([aria-label])";
  for (const box of document.querySelectorAll(boxes)) {
    box.ariaLabel = nameOf(box.closest(".select2").previousElementSibling);
  }
  // What was chosen stands in a list together with the field to search in, which makes it none for those who hear it.
  for (const list of document.querySelectorAll("ul.select2-selection__rendered:not([role])")) list.role = "group";
  for (const item of document.querySelectorAll("ul.select2-selection__rendered > li:not([role])")) item.role = "none";
  for (const editor of document.querySelectorAll(".ProseMirror:not([aria-label])")) {
    const field = editor.closest(".prose-editor")?.querySelector("textarea");
    if (field) editor.ariaLabel = nameOf(field);
  }
}

giveNames();
new MutationObserver(giveNames).observe(document.body, { childList: true, subtree: true });
