"""The vocabulary of the site: a tree of topics, some of which are its sections."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from topics.addresses import address


class TopicQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def sections(self):
        """The active sections, in the order of the navigation."""
        return self.active().filter(is_section=True).order_by("order", "name")

    def by_name(self):
        return self.order_by(Lower("name"), "pk")

    def in_tree_order(self):
        """Parents before their children, siblings by order and name (see ``topics.tree``)."""
        return self.order_by("tree_position", "pk")

    def with_ancestors(self, topic: int):
        """The topic with this id and every topic above it."""
        # Database-neutral SQL: a tree of any depth cannot be climbed with joins. UNION (not UNION ALL)
        # ends the climb even if somebody wrote a circle into the table by hand.
        climb = (
            "WITH RECURSIVE climb(id, parent_id) AS ("
            " SELECT id, parent_id FROM topics_topic WHERE id = %s"
            " UNION SELECT t.id, t.parent_id FROM topics_topic t JOIN climb ON t.id = climb.parent_id"
            ") SELECT id FROM climb"
        )
        return self.filter(pk__in=RawSQL(climb, [topic]))  # noqa: S611 - a constant

    def with_descendants(self, topic_ids: Collection[int]) -> dict[int, set[int]]:
        """For each of ``topic_ids`` the ids of the topic and of every topic below it, at the cost of one query."""
        ids = list(topic_ids)
        if not ids:
            return {}
        marks = ", ".join(["%s"] * len(ids))
        descend = (
            f"WITH RECURSIVE descend(top, id) AS ("
            f" SELECT id, id FROM topics_topic WHERE id IN ({marks})"
            f" UNION SELECT descend.top, t.id FROM topics_topic t JOIN descend ON t.parent_id = descend.id"
            f") SELECT top, id FROM descend"
        )
        found: dict[int, set[int]] = {}
        with connections[self.db].cursor() as cursor:
            cursor.execute(descend, ids)
            for top, pk in cursor.fetchall():
                found.setdefault(top, set()).add(pk)
        return found

    def at_slugs(self, slugs: Collection[str]) -> dict[str, Topic]:
        """The topics that have, or once had, one of ``slugs``, by that slug. At most two queries."""
        found = {topic.slug: topic for topic in self.filter(slug__in=slugs)} if slugs else {}
        if missing := [slug for slug in slugs if slug not in found]:
            former = self.filter(former_slugs__slug__in=missing).annotate(former_slug=F("former_slugs__slug"))
            found |= {topic.former_slug: topic for topic in former}
        return found

    def at_slug(self, slug: str) -> Topic | None:
        """The topic that has, or once had, this slug; ``None`` when there is none."""
        return self.filter(slug=slug).first() or self.formerly_at_slug(slug)

    def formerly_at_slug(self, slug: str) -> Topic | None:
        """The topic that once had this slug; ``None`` when there is none."""
        return self.filter(former_slugs__slug=slug).first()


class Topic(models.Model):
    """A subject that articles are about. A section is a topic that stands in the navigation."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        allow_unicode=True,
        help_text=_("The end of the topic's address. Former addresses go on working."),
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Shown under the topic's name."))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text=_("Who follows the parent also gets the articles of this topic."),
    )
    is_section = models.BooleanField(
        _("section"), default=False, help_text=_("Sections stand in the navigation and on the home page.")
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("An inactive topic keeps its page, but is offered neither to editors nor to readers."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Among its siblings; small numbers come first.")
    )
    media_topic = models.CharField(
        _("IPTC Media Topic"),
        max_length=24,
        null=True,
        blank=True,
        unique=True,
        help_text=_("Such as medtop:20000345; wire copy with this code gets the topic."),
    )
    # Where the topic stands when the whole tree is read from top to bottom, and how deep; topics.tree writes both.
    tree_position = models.PositiveIntegerField(default=0, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["tree_position", "order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=F("pk")),
                name="topics_topic_not_its_own_parent",
                violation_error_message=_("A topic cannot stand under itself."),
            ),
        ]
        indexes = [
            # The navigation of every page.
            models.Index(
                fields=["order", "name"],
                name="topics_sections",
                condition=models.Q(is_section=True, is_active=True),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("topic", self.slug)

    def clean(self):
        super().clean()
        taken = FormerSlug.objects.filter(slug=self.slug).exclude(topic=self.pk).select_related("topic").first()
        if taken:
            raise ValidationError({"slug": _("This is a former address of “%s”.") % taken.topic})
        if self.media_topic == "":
            self.media_topic = None  # unique, so "no code" must be NULL


class FormerSlug(models.Model):
    """A slug that a topic once had; its address redirects to the topic."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")

    def __str__(self):
        return self.slug


class Version(models.Model):
    """A part of the number by which readers' pages know whether they are still fresh (``topics.versions``).

    The version called ``name`` is the sum of its rows. A transaction counts in any row that nobody else holds, so that
    none ever waits for another; the table grows to as many rows of a name as transactions ever held at once.
    """

    # Without an index: the whole table is read at once, and fits into one page of the database.
    name = models.CharField(max_length=40)
    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self):
        return f"{self.name} {self.number}"
