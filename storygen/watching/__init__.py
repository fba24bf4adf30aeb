"""Watching: what a watch hears of and looks at, a feed, a page or a folder at a time."""
