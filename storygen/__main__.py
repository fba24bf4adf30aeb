"""Run the command line as `python -m storygen`."""

from storygen.cli import main

main()
