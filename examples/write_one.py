"""One story in five lines: Kent's police officers, from the figures in data/."""

from storygen import load_pack, write_story

pack = load_pack("police-workforce")
story = write_story(pack, "workforce-2019", ["Kent"])
print(story)
