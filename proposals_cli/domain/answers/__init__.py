"""What the questions of people are answered with."""
