"""Keeping a base of one's own: drafts, the editor, the journal, and what interrupts them."""
