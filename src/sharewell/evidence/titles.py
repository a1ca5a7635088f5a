"""Codes of standards in task titles: those of the standards given, else codes of well-known shapes."""

from __future__ import annotations

from typing import Final

import polars as pl

from sharewell.evidence.model import LINKS, Standards, empty

_PREFIX: Final = r"(?i)\bCCSS\.(?:MATH|ELA-LITERACY)\.(?:CONTENT\.|PRACTICE\.)?"
# Mathematics K-8 and high school, English language arts, and the Next Generation Science Standards.
_SHAPES: Final = "|".join(
    (
        r"[K1-8]\.(?:CC|OA|NBT|NF|MD|G|RP|NS|EE|SP|F)\.[A-Z]\.\d{1,2}(?:\.?[a-z])?",
        r"HS[ANFGS][-.](?:RN|Q|CN|VM|SSE|APR|CED|REI|IF|BF|LE|TF|CO|SRT|C|GPE|GMD|MG|ID|IC|CP|MD)"
        r"\.[A-Z]\.\d{1,2}(?:\.?[a-z])?",
        r"(?:RL|RI|RF|W|SL|L|RH|RST|WHST)\.(?:K|[1-8]|9-10|11-12|6-8)\.\d{1,2}(?:\.?[a-z])?",
        r"(?:K|[1-5]|MS|HS)-(?:PS|LS|ESS|ETS)\d-\d{1,2}",
    )
)
_BEFORE: Final = r"(?:^|[^A-Za-z0-9.\-])"


def codes_in_titles(tasks: pl.DataFrame, standards: Standards | None) -> pl.DataFrame:
    """Links of one piece of evidence from every code that stands in a task's title by itself.

    A code counts only where no letter or digit touches it: 7.RP.A.1 is not in "7.RP.A.10". A hyphen and a
    point are one (HSA-REI.B.3, HSA.REI.B.3), as are 2b and 2.b.
    """
    if standards is None or standards.standards.is_empty():
        found = _of_known_shape(tasks)
    else:
        found = _of_standards(tasks, standards.standards["standard"])
    if found.is_empty():
        return empty(LINKS)
    return found.unique().sort("task", "standard").with_columns(pl.lit(1, pl.Int64).alias("evidence"))


def _of_known_shape(tasks: pl.DataFrame) -> pl.DataFrame:
    plain = pl.col("title").str.replace_all(_PREFIX, "")
    # The character before a code is matched with it, since the expression language looks behind nowhere.
    codes = plain.str.extract_all(rf"{_BEFORE}(?:{_SHAPES})\b").alias("standard")
    found = tasks.select("task", codes).explode("standard").drop_nulls()
    return found.with_columns(
        pl.col("standard").str.strip_chars(" \t()[]{},;:/|–—\"'“”‘’#*&+_!?<>=~·•").alias("standard")
    )


def _normal(text: pl.Expr) -> pl.Expr:
    """One spelling: upper case, points for hyphens, a sub-standard's letter after a point."""
    text = text.str.replace_all(_PREFIX, "").str.replace_all(r"([A-Za-z0-9])[-‐‑–]([A-Za-z0-9])", "${1}.${2}")
    text = text.str.replace_all(r"([A-Za-z0-9])[-‐‑–]([A-Za-z0-9])", "${1}.${2}")
    return text.str.replace_all(r"(\.\d{1,2})([A-Za-z])\b", "${1}.${2}").str.to_uppercase()


def _of_standards(tasks: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """Aho-Corasick over all codes at once, the longest first; then what touches each match is looked at."""
    table = pl.DataFrame({"standard": codes}).with_columns(_normal(pl.col("standard")).alias("_code"))
    table = table.filter(pl.col("_code").str.len_chars() > 1).unique(
        "_code", keep="first", maintain_order=True
    )
    by_length = table.sort(pl.col("_code").str.len_bytes(), descending=True)["_code"].to_list()
    if not by_length:
        return empty(LINKS).select("task", "standard")
    title = pl.concat_str(pl.lit(" "), _normal(pl.col("title")), pl.lit(" "))
    found = (
        tasks.select("task", title.alias("_title"))
        .with_columns(
            pl.col("_title").str.extract_many(by_length, leftmost=True).alias("_code"),
            pl.col("_title").str.find_many(by_length, leftmost=True).alias("_at"),
        )
        .explode("_code", "_at")
        .drop_nulls("_code")
    )
    title_bytes = pl.col("_title").cast(pl.Binary)
    end = pl.col("_at") + pl.col("_code").str.len_bytes()
    before = title_bytes.bin.slice(pl.col("_at").cast(pl.Int64) - 1, 1)
    after = title_bytes.bin.slice(end, 1)
    following = title_bytes.bin.slice(end + 1, 1)
    found = found.with_columns(
        *(
            part.cast(pl.String, strict=False).fill_null("é").alias(name)
            for name, part in (("_before", before), ("_after", after), ("_next", following))
        )
    )
    touching = r"[\pL\pN]"
    alone = (
        ~pl.col("_before").str.contains(r"[\pL\pN.]")
        & ~pl.col("_after").str.contains(touching)
        & ~((pl.col("_after") == ".") & pl.col("_next").str.contains(touching))
    )
    return found.filter(alone).join(table, on="_code").select("task", "standard")
