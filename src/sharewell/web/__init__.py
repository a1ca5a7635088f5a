"""The Django web app."""
