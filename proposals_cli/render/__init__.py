"""How results look: every format is made from the same View."""
