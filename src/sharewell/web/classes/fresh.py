"""What plans rest on has changed: summaries that it touches are made anew when they are next looked at."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from sharewell.web.access.models import School
from sharewell.web.access.scope import school_in_scope
from sharewell.web.choices.models import Capacity
from sharewell.web.classes.models import Class, Enrolment, Learner, Summary


def no_longer_fresh(classes: QuerySet[Class], learner: Learner | None = None) -> None:
    """Call it in the transaction of the change: to whole classes, or to one learner's part in them.

    Whoever said how much time they have shares it among their classes, so that all of these are touched.
    """
    there = Enrolment.objects.filter(klass__in=classes.values("pk"))
    sharing = Capacity.objects.filter(learner__in=there.values("learner"))
    mine = Q(klass__in=classes.values("pk"))
    if learner is not None:
        sharing, mine = sharing.filter(learner=learner), mine & Q(learner=learner)
    all_theirs = Enrolment.objects.filter(learner__in=sharing.values("learner")).values("klass")
    touched = Class.objects.filter(Q(pk__in=classes.values("pk")) | Q(pk__in=all_theirs))
    Summary.objects.filter(mine | Q(learner__in=sharing.values("learner"))).delete()
    touched.update(version=F("version") + 1)
    School.objects.filter(pk=school_in_scope()).update(version=F("version") + 1)
