// A <textarea data-one-line> holds one line, shown in as many as it needs: Enter adds none, and what is pasted loses its
// breaks. The server does the same.
for (const field of document.querySelectorAll("textarea[data-one-line]")) {
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) event.preventDefault();
  });
  field.addEventListener("input", () => {
    if (!/[\r\n]/.test(field.value)) return;
    const joined = (text) => text.replace(/\s*[\r\n]+\s*/g, " ");
    const caret = joined(field.value.slice(0, field.selectionEnd)).length;
    field.value = joined(field.value);
    field.setSelectionRange(caret, caret);
  });
}
