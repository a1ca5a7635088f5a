"""Classes, tasks, results and standards of a school, and how an export comes in."""
