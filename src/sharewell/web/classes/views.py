"""Today, classes, tasks and imports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sharewell.web.access.models import Role
from sharewell.web.access.rules import Request, allow, member
from sharewell.web.classes import imports, plans, selectors, services, today
from sharewell.web.classes.forms import NewLink, Upload
from sharewell.web.classes.models import Class, Import, Task
from sharewell.web.classes.refused import refused_table
from sharewell.web.classes.rules import class_taught, importer, own_import, task_taught, teacher

# Where each role's day begins, the first one held.
FIRST_PAGE = (
    (Role.TEACHER, "teacher-today"),
    (Role.LEADER, "school-page"),
    (Role.LEARNER, "my-page"),
    (Role.FAMILY, "my-children"),
    (Role.ADMINISTRATOR, "import-new"),
)


@allow(member)
@require_safe
def first_page(request: Request) -> HttpResponse:
    """To the page where this person's day begins."""
    name = next(page for role, page in FIRST_PAGE if role in request.visit.roles)
    return redirect(name, school=request.visit.school.slug)


@allow(teacher)
@require_safe
def teacher_today(request: Request) -> HttpResponse:
    """What to do first, in forty seconds."""
    classes = list(selectors.classes_taught(request.user))
    return render(request, "classes/today.html", {"days": [today.of_class(klass) for klass in classes]})


@allow(teacher)
@require_safe
def class_list(request: Request) -> HttpResponse:
    """A teacher's classes."""
    context = {
        "classes": selectors.classes_counted(request.user),
        "imports": selectors.imports_of(request.user)[:5],
    }
    return render(request, "classes/list.html", context)


@allow(class_taught)
@require_safe
def class_page(request: Request, klass: Class) -> HttpResponse:
    """Everyone in a class by name, each with the sentence to begin with; and its tasks."""
    context = {
        "klass": klass,
        "everyone": plans.summaries_fresh(klass),
        "tasks": selectors.tasks_of(klass),
        "alone": selectors.tasks_alone(klass).count(),
    }
    return render(request, "classes/class.html", context)


@allow(task_taught)
@require_http_methods(["GET", "HEAD", "POST"])
def task_links(request: Request, task: Task) -> HttpResponse:
    """The standards that a task gives evidence for."""
    form = NewLink(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.link_add(actor=request.user, task=task, **form.cleaned_data)
        return redirect("task-links", school=request.visit.school.slug, task_id=task.pk)
    links = list(selectors.links_of(task))
    context = {
        "task": task,
        "links": links,
        "statements": selectors.statements([link.standard for link in links]),
        "standards": selectors.standards_here(),
        "form": form,
    }
    return render(request, "classes/task.html", context)


@allow(task_taught)
@require_POST
def link_end(request: Request, task: Task, link_id: int) -> HttpResponse:
    """Take a link back."""
    services.link_end(actor=request.user, task=task, link_id=link_id)
    return redirect("task-links", school=request.visit.school.slug, task_id=task.pk)


@allow(importer)
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: Request) -> HttpResponse:
    """Choose a file. Nothing is written before a look at what would change."""
    whole = Role.ADMINISTRATOR in request.visit.roles
    classes = list(selectors.classes_taught(request.user))
    wanted = {"into": request.GET.get("into", "")}
    form = Upload(classes, whole, request.POST or None, request.FILES or None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        coming = imports.import_start(
            actor=request.user, file_name=file.name, chunks=file.chunks(), **form.target()
        )
        return redirect("import", school=request.visit.school.slug, import_id=coming.pk)
    context = {"form": form, "imports": selectors.imports_of(request.user)[:8]}
    return render(request, "classes/import_new.html", context)


@allow(own_import)
@require_safe
def import_page(request: Request, coming: Import) -> HttpResponse:
    """An import as it stands now: reading, ready to look at, brought in, or refused."""
    template = "classes/_import_state.html" if request.headers.get("HX-Request") else "classes/import.html"
    return render(request, template, _import_context(coming))


def _import_context(coming: Import) -> dict[str, Any]:
    preview = coming.preview
    return {
        "coming": coming,
        "at_work": coming.state in imports.AT_WORK,
        "stuck": imports.is_stuck(coming),
        "writes": sum(table["new"] + table["changed"] for table in preview.values()),
        "absent": sum(table["absent"] for table in preview.values()),
    }


@allow(own_import)
@require_POST
def import_confirm(request: Request, coming: Import) -> HttpResponse:
    """Yes, bring it in."""
    imports.import_confirm(actor=request.user, coming=coming)
    return redirect("import", school=request.visit.school.slug, import_id=coming.pk)


@allow(own_import)
@require_POST
def import_again(request: Request, coming: Import) -> HttpResponse:
    """Read the file once more, after the server stopped in the middle."""
    imports.import_again(actor=request.user, coming=coming)
    return redirect("import", school=request.visit.school.slug, import_id=coming.pk)


@allow(own_import)
@require_POST
def import_let_go(request: Request, coming: Import) -> HttpResponse:
    """Change nothing."""
    imports.import_let_go(actor=request.user, coming=coming)
    messages.success(request, "Nothing was changed, and the file is forgotten.")
    return redirect("import-new", school=request.visit.school.slug)


@allow(own_import)
@require_safe
def import_refused(request: Request, coming: Import) -> HttpResponse:
    """The rows that could not be used, as a table to mend by."""
    return refused_table(coming.refused)
