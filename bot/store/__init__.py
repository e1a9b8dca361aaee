"""What must be remembered between jobs, in one database for all processes.

SQLAlchemy Core over SQLite or Postgres. Text and numbers only: no picture bytes, ever. One file for
each thing that is remembered; each takes the same `Database`.
"""
