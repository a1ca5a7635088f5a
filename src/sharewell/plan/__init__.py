"""The engines joined for one learner, a class, a school."""
