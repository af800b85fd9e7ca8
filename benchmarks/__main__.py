"""`python -m benchmarks NAME`: measures, and prints a table.

Plans and pages are measured in an installation of its own; public instances need none.
"""

import sys

from benchmarks.report import arguments, is_public, report, report_public

if __name__ == "__main__":
    asked = arguments(None)
    if is_public(asked):
        sys.exit(report_public(asked))
    from benchmarks.installation import open_installation

    open_installation()
    sys.exit(report(asked))
