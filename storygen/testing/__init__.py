"""Testing: a small GOV.UK on loopback, for tests that fetch. No room of the house knows it."""
