import re

from storygen.cli import SECTIONS, storygen


def test_every_command_is_in_one_section_of_the_help(shell):
    told = re.findall(r"^  ([a-z]+) +[A-Z]", shell("--help").out, re.MULTILINE)
    assert sorted(told) == sorted(storygen.commands)
    assert sum(map(len, SECTIONS.values())) == len(storygen.commands)


def test_the_sections_are_headed(shell):
    text = shell("--help").out
    heads = [line.removesuffix(":") for line in text.splitlines() if re.fullmatch(r"[A-Z][a-z ]+:", line)]
    assert heads == ["Options", *SECTIONS]
