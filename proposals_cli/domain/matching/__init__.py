"""Whether two proposals are the same one."""
