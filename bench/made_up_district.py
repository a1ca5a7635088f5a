"""Fit the growth models of the made-up district that the demo's schools are compared with.

    python -m bench.made_up_district

writes `src/sharewell/web/demo_district.json.gz`. The file is kept, so that a demo starts without fitting; the same
seed makes the same file again, but for the version of the program that stands in it.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

from sharewell.evidence.made_up.scores import YEARS, district_scores
from sharewell.growth import percentiles, write_matrices
from sharewell.web.demo_scores import DISTRICT


def main() -> None:
    scores = district_scores()
    fitted = percentiles(scores, years=[YEARS[-1]], date=f"{YEARS[-1]}-06-30")
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "matrices.json"
        write_matrices(fitted.matrices, plain)
        DISTRICT.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    worst = max(matrix.worst_certificate for matrix in fitted.matrices)
    students = scores["student_id"].n_unique()
    print(f"{len(fitted.matrices)} models of {students:,} students, worst certificate {worst:.1e}")


if __name__ == "__main__":
    main()
