"""R's quantreg on the same designs: seconds of its fits, and coefficients."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np

SCRIPT = """
suppressMessages(library(quantreg)); a <- commandArgs(TRUE); taus <- (1:100 - 0.5) / 100
n <- as.integer(a[1]); p <- as.integer(a[2]); X <- matrix(readBin(a[3], "double", n * p), n, p)
y <- readBin(a[4], "double", n)
one <- switch(a[6], br = rq.fit.br, fn = rq.fit.fnb, pfn = rq.fit.pfn)
t <- proc.time()
b <- if (a[6] == "pfnb") rq.fit.pfnb(X, y, taus)$coefficients else
  suppressWarnings(sapply(taus, function(tau) one(X, y, tau = tau)$coefficients))
t <- proc.time() - t
writeBin(as.vector(b), a[5]); cat(t[["elapsed"]], t[["user.self"]] + t[["sys.self"]])
"""


def in_r(X: np.ndarray, y: np.ndarray, method: str) -> tuple[np.ndarray, float, float] | None:
    """Coefficients (p, 100), wall and CPU seconds of all 100 quantiles; None where R stops (a singular design)."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("x", "y", "b", "peer.R")]
        X.T.tofile(files[0])
        y.tofile(files[1])
        files[3].write_text(SCRIPT)
        command = ["Rscript", str(files[3]), *map(str, X.shape), *map(str, files[:3]), method]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return None
        wall, cpu = map(float, done.stdout.split())
        return np.fromfile(files[2]).reshape(100, -1).T, wall, cpu
