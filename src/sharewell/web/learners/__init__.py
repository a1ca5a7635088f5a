"""One learner's page: strengths, progress, what is next, the packet, and work marked done."""
