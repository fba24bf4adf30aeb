"""Run the command line, as `storygen` or as `python -m storygen`.

It knows nothing until it runs, so that Ctrl-C is answered in a line also while the rest is imported.
"""

import sys


def main() -> None:
    """Run the command line."""
    try:
        from storygen.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit("storygen: stopped by Ctrl-C.")


if __name__ == "__main__":
    main()
