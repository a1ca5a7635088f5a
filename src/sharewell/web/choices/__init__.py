"""What a teacher chose for packets, and what a learner has time for: rows alone, which plans of classes ask for."""
