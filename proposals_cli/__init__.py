"""A knowledge base of policy proposals in the terminal."""

__version__ = "0.1.0"
