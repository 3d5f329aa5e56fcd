"""What a browser sends when somebody submits a form as it stands."""

from html.parser import HTMLParser


def submitted(html: str, form_id: str) -> dict[str, list[str]]:
    """The fields of the form with this id, with the values they have on the page, without its buttons."""
    form = _Form(form_id)
    form.feed(html)
    return form.values


class _Form(HTMLParser):
    def __init__(self, form_id: str):
        super().__init__()
        self.form_id, self.is_inside = form_id, False
        self.values: dict[str, list[str]] = {}
        self.open: str | None = None  # the field whose text or options are being read

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.is_inside |= tag == "form" and attrs.get("id") == self.form_id
        if not self.is_inside:
            return
        name = attrs.get("name")
        if tag == "input" and name and attrs.get("type") not in {"submit", "file"}:
            if attrs.get("type") not in {"checkbox", "radio"}:
                self._add(name, attrs.get("value", ""))
            elif "checked" in attrs:
                self._add(name, attrs.get("value", "on"))
        elif tag in {"textarea", "select"}:
            self.open = name
            if tag == "textarea":
                self._add(name, "")
        elif tag == "option" and self.open and "selected" in attrs:
            self._add(self.open, attrs.get("value", ""))

    def handle_data(self, data):
        if self.open and self.lasttag == "textarea":
            self.values[self.open][-1] += data

    def handle_endtag(self, tag):
        if tag in {"textarea", "select"}:
            self.open = None
        self.is_inside &= tag != "form"

    def _add(self, name, value):
        self.values.setdefault(name, []).append(value)
