"""The rules of ``check``, and the fixes that are safe."""
