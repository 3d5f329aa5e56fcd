"""The messages component: what a page says of an act, and of what is wrong with a form."""

import re

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string


class Form(forms.Form):
    mail = forms.EmailField(label="E-mail")
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        self.add_error(None, "Both are <b>needed</b>.")


def items(**context) -> list[tuple[str | None, str]]:
    """The level and the text of each message, as somebody hears it."""
    html = render_to_string("components/messages.html", context)
    found = re.findall(r'<p class="messages__item"(?: data-level="(\w*)")?>(.*?)</p>', html)
    return [(level or None, re.sub(r"<[^>]+>", "", text)) for level, text in found]


def test_error_in_a_field_names_the_field():
    assert items(form=Form({})) == [
        ("error", "Error: Both are &lt;b&gt;needed&lt;/b&gt;."),
        ("error", "Error: E-mail: This field is required."),
        ("error", "Error: This field is required."),  # nobody sees the name of a hidden one
    ]


def test_error_in_what_stands_in_the_address_names_no_field():
    assert items(form=Form({"token": "x"}), unnamed=True)[1:] == [("error", "Error: This field is required.")]


@pytest.mark.parametrize(
    ("level", "text"),
    [
        ("info", "Four topics."),
        ("success", "Four topics."),
        ("warning", "Warning: Four topics."),
        ("error", "Error: Four topics."),
    ],
)
def test_words_tell_what_warns_from_what_informs(level, text):
    message = Message(getattr(constants, level.upper()), "Four topics.")

    assert items(messages=[message]) == [(level, text)]


def test_note_has_no_level():
    assert items(note="Status: draft.", title="Draft preview") == [(None, "Draft preview. Status: draft.")]


def test_form_without_errors_says_nothing():
    assert render_to_string("components/messages.html", {"form": Form()}).strip() == ""
