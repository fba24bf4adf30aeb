"""Migrations: the steps by which an archive of any age is brought up to date."""
