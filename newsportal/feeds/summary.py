"""What a feed is about, in words, for those who did not make its rules."""

from __future__ import annotations

from django.utils.translation import gettext as _

from newsportal.feeds.cuts import Cut, Side


def in_words(cut: Cut) -> str:
    """One or two sentences such as "Shows World, Ada Reed, “grain”. Leaves out Sport."; never empty."""
    if cut.is_empty:
        return _("Shows nothing yet.")
    shown, muted = names_of(cut.include), names_of(cut.mute)
    if shown:
        sentences = [_("Shows %(names)s.") % {"names": ", ".join(shown)}]
    else:
        # Names that nothing has any more still ask for something: such a feed is empty, not all news.
        sentences = [_("Shows nothing at present.") if cut.include else _("Shows all news.")]
    if muted:
        sentences.append(_("Leaves out %(names)s.") % {"names": ", ".join(muted)})
    return " ".join(sentences)


def names_of(side: Side) -> list[str]:
    """Topics, tags and authors by their names, words between quotation marks, in the order of the rules."""
    owners = (*side.topics, *side.tags, *side.authors)
    return [*(owner.name for owner in owners), *side.phrases]
