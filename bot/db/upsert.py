"""INSERT … ON CONFLICT, which the two databases write alike and SQLAlchemy names apart."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

# By the dialect's name. The two share the methods used here, but no type.
INSERTS: dict[str, Callable[..., Any]] = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}
