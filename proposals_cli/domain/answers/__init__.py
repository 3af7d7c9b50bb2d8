"""Answers to the questions of users: details, measures, related proposals, counts."""
