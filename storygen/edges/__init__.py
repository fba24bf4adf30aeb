"""Edges: figures that no real release may ever have, on which a pack is tried. Imports pack and beneath."""
