"""Translated sentences with values in them."""

from __future__ import annotations

from functools import lru_cache

from django.templatetags.i18n import BlockTranslateNode
from django.utils.translation import gettext, ngettext

from newsportal.quick.printing import printed

OF_SENTENCE = ("extra_context", "singular", "plural", "countervar", "counter", "trimmed", "tag_name")


class QuickBlockTranslateNode(BlockTranslateNode):
    """A sentence in one form, or in two by a number; Django reads it from the template each time it is shown."""

    _parsed: tuple[str, str, list[str]] | None = None

    def render(self, context, nested=False):
        if self._parsed is None:
            singular, names = self.render_token_list(self.singular)
            plural, more = self.render_token_list(self.plural or [])
            self._parsed = singular, plural, [*dict.fromkeys([*names, *more])]
        singular, plural, names = self._parsed
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.plural:
            count = values[self.countervar] = self.counter.resolve(context)
            if type(count) is not int:  # Django says what is wrong, if anything is
                return super().render(context, nested)
        context.dicts.append(values)
        try:
            sentence = _in_number(singular, plural, count) if self.plural else _translated(singular)
            return sentence % {name: printed(context[name], context) for name in names}
        except (KeyError, ValueError):
            pass  # a value is missing, or a translation is broken: Django says what is shown
        finally:
            context.dicts.pop()
        return super().render(context, nested)


# A site has one language.
_translated = lru_cache(maxsize=1000)(gettext)
_in_number = lru_cache(maxsize=1000)(ngettext)
