"""What a learner has shown, and what they are ready to learn next."""
