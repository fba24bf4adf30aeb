"""Desk: the web desk. Thin: a request comes in, one function of the house is called, a page goes out."""
