"""Helping: how to work on the desk, with the moves that a story may make as the house itself has them."""

from __future__ import annotations

from storygen.archive.workflow import MOVES
from storygen.desk.asking import Answer, Asked, Page, Route


def help_page(_asked: Asked) -> Answer:
    """Show how to work on the desk."""
    return Page("help.html", {"moves": MOVES})


ROUTES = (Route("/help", help_page),)
