"""`sharewell growth …`: every student's progress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sharewell.cli.refuse import print_refusals

if TYPE_CHECKING:
    import polars as pl

    from sharewell.growth import PeriodReport

app = typer.Typer(help="Every student's progress, exact and with its plain meaning.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for machines on standard output.")]


@app.callback()
def _group() -> None:  # pyright: ignore[reportUnusedFunction]
    """Every student's progress."""


@app.command()
def periods(
    marks: Annotated[Path, typer.Argument(help="CSV, XLSX or Parquet: student_id, period, grade.")],
    columns: Annotated[
        str | None, typer.Option(help="A wide file: the columns of the periods in order, G1,G2,G3.")
    ] = None,
    periods: Annotated[
        str | None, typer.Option(help="A long file: its periods in order; by default as they first appear.")
    ] = None,
    scale: Annotated[
        str | None, typer.Option(help="A=16,B=14,C=12,D=10,F=0, or a file with letter,cut; else percentages.")
    ] = None,
    student: Annotated[
        str | None, typer.Option(help="A wide file: the column with the student; by default student_id.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write who moved where: CSV or Parquet.")] = None,
    json: AsJson = False,
) -> None:
    """Count the marks of each letter in each marking period, who rose, and the change."""
    from sharewell.growth.files import read_table, write_table
    from sharewell.growth.periods import PERCENTAGES, parse_scale, period_report

    rows, order = _marks(read_table(marks), columns, periods, student, str(marks))
    chosen = PERCENTAGES if scale is None else parse_scale(_inline_or_file(scale))
    report = period_report(rows, order, chosen, file=str(marks))
    if out is not None:
        write_table(report.rose, out)
    typer.echo(_periods_json(report) if json else _periods_text(report))
    _aside(report)


def _marks(
    table: pl.DataFrame, columns: str | None, periods: str | None, student: str | None, file: str
) -> tuple[pl.DataFrame, list[str]]:
    """The long table `row, student_id, period, mark`, and the periods in order."""
    import polars as pl

    from sharewell.growth.files import need_columns

    table = table.with_columns((pl.int_range(pl.len(), dtype=pl.Int64) + 2).alias("row"))
    if columns is None:
        need_columns(table, ["student_id", "period", "grade"], file)
        order = _names(periods) or table["period"].cast(pl.String).drop_nulls().unique(maintain_order=True)
        return table.select("row", "student_id", "period", mark="grade"), list(order)
    order = _names(columns)
    need_columns(table, [*order, *([student] if student else [])], file)
    name = student or ("student_id" if "student_id" in table.columns else "row")
    wide = table.select(
        "row", pl.col(name).cast(pl.String).alias("student_id"), pl.col(order).cast(pl.String)
    )
    return wide.unpivot(order, index=["row", "student_id"], variable_name="period", value_name="mark"), order


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in (text or "").split(",") if name.strip()]


def _inline_or_file(text: str) -> str:
    from sharewell.growth.files import read_table

    if "=" in text:
        return text
    table = read_table(Path(text))
    return ",".join(f"{row[0]}={row[1]}" for row in table.iter_rows())


def _periods_json(report: PeriodReport) -> str:
    from json import dumps

    scale = dict(zip(report.scale.letters, report.scale.cuts, strict=True))
    return dumps(
        {
            "scale": scale,
            "periods": report.periods,
            "students": report.n,
            "counts": report.counts.to_dicts(),
            "change": report.change.to_dicts(),
            "moved": report.moved.to_dicts(),
            "rose": report.rose.to_dicts(),
            "refused": [str(refusal) for refusal in report.refused],
            "cautions": [str(caution) for caution in report.cautions],
        },
        ensure_ascii=False,
        indent=2,
    )


def _periods_text(report: PeriodReport) -> str:
    """One line a letter: the count in each period and the change, then who moved."""
    changes = dict(report.change.select("letter", "change").iter_rows())
    width = max(8, *(len(period) + 2 for period in report.periods))
    head = "".join(period.rjust(width) for period in (*report.periods, "change"))
    lines = [
        f"{report.n} students; first to last period: {report.rose.height} rose.",
        "letter".ljust(8) + head,
    ]
    for letter in report.scale.letters:
        cells = [str(report.students(period, letter)) for period in report.periods] + [
            f"{changes[letter]:+d}"
        ]
        lines.append(letter.ljust(8) + "".join(cell.rjust(width) for cell in cells))
    moves = report.moved.filter(report.moved["from_letter"] != report.moved["to_letter"])
    lines += [f"{students} from {before} to {after}" for before, after, students in moves.iter_rows()]
    return "\n".join(lines)


def _aside(report: PeriodReport) -> None:
    """What was left out and what to keep in mind, on standard error."""
    print_refusals(report.refused)
    for caution in report.cautions:
        typer.echo(f"Note: {caution}", err=True)
