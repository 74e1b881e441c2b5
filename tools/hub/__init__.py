"""A class on a hub, for tests and measurements: the hub of hub/, and learners as its clients."""
