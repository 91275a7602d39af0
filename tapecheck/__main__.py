"""`python -m tapecheck` is `tapecheck`."""

from tapecheck.cli import main

main()
