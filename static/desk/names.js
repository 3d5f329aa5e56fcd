// What only the browser can name: boxes of Select2, which take none of the labels that their fields have, and rows that
// come and go while the form is open.
const { jQuery } = window.django;
const NUMBER = "__number__"; // in patterns that articles/admin/rows.py writes

function numberRows() {
  for (const group of document.querySelectorAll(".inline-group")) {
    group.querySelectorAll("tr.form-row:not(.empty-form)").forEach((row, index) => {
      for (const field of row.querySelectorAll("[data-row-name]")) {
        field.ariaLabel = field.dataset.rowName.replace(NUMBER, index + 1);
      }
    });
  }
}

const nameOf = (field) => field.ariaLabel ?? field.labels[0]?.textContent.trim() ?? "";

function nameBox(select) {
  const container = select.nextElementSibling;
  if (!container?.matches(".select2-container")) return;
  const box = container.querySelector(".select2-selection");
  const value = container.querySelector(".select2-selection__rendered");
  box.ariaLabel = nameOf(select);
  if (value.localName === "span") {
    // A box is read with its own name and with what is chosen in it, which is no field of its own.
    box.id = `${value.id}-box`;
    box.setAttribute("aria-labelledby", `${box.id} ${value.id}`);
    for (const attribute of ["role", "aria-readonly"]) value.removeAttribute(attribute);
    return;
  }
  // Where several are chosen, their list also holds the field to search in, which makes it none for those who hear it.
  value.role = "group";
  for (const item of value.children) item.role = "none";
  container.querySelector(".select2-search__field").ariaLabel = nameOf(select);
}

function nameAll() {
  numberRows();
  for (const select of document.querySelectorAll("select.admin-autocomplete")) nameBox(select);
}

function nameSearch({ target }) {
  const search = document.querySelector(".select2-container--open .select2-search--dropdown .select2-search__field");
  if (search) search.ariaLabel = nameOf(target);
}

if (jQuery) {
  jQuery(nameAll); // after the boxes are made, which waits for the same moment
  jQuery(document).on("select2:open", nameSearch).on("change select2:close", "select.admin-autocomplete", nameAll);
  for (const event of ["formset:added", "formset:removed"]) document.addEventListener(event, nameAll);
}
