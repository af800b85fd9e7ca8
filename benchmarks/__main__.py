"""`python -m benchmarks NAME`: measures in an installation of its own and prints a table."""

import sys

from benchmarks.installation import open_installation
from benchmarks.report import arguments, report

if __name__ == "__main__":
    asked = arguments(None)
    open_installation()
    sys.exit(report(asked))
