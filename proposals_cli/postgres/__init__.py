"""A shared base on a PostgreSQL server: the store and the index of ``domain/ports.py``.

Nothing here knows of files, and ``store/`` and ``index/`` know nothing of servers; what both
keep of a record is made in ``indexing/``.
"""
