"""Pages of a list, by the contract's rules (schema/cursor.ts and schema/page.ts of Tongban).

A cursor is a position in one order over ALL provinces: base64url of the JSON array ``[order, ...sort keys, id]``. The
gateway sends the same cursor to every province, so the id in it may be another province's: compare it, never look it
up. Null sorts before every value, text by code point, and the id breaks ties in the direction of the last term. That is
how SQLite sorts by itself; other databases have to be told (PostgreSQL: ``collate "C"`` and ``nulls first``).
"""

import base64
import json
import re
from dataclasses import dataclass, replace

from .refusal import Refusal

MAX_PAGE_SIZE = 200
DEFAULT_PAGE_SIZE = 20
MAX_TERMS = 3
MAX_CURSOR_LENGTH = 2048


@dataclass(frozen=True)
class Term:
    """A column by which a list is ordered."""

    column: str
    holds: type = str
    is_nullable: bool = False
    is_descending: bool = False

    @property
    def turned(self):
        """The same column from its other end."""
        return replace(self, is_descending=not self.is_descending)

    @property
    def sql(self):
        """What stands in ``order by``."""
        return f"{self.column} {'desc' if self.is_descending else 'asc'}"

    def can_hold(self, key):
        """True for a value that the column can have; a cursor of a client may hold anything."""
        if key is None:
            return self.is_nullable
        if self.holds is int:
            return type(key) is int and abs(key) < 2**31
        # A lone surrogate cannot be written as UTF-8, so no row has one.
        return isinstance(key, str) and not re.search("[\0\ud800-\udfff]", key)


def read_terms(names, fields):
    """Gives the terms of an ``orderBy``; ``fields`` has a term for each name without ``_ASC`` or ``_DESC``."""
    terms = []
    for name in names:
        field, _, direction = name.rpartition("_")
        terms.append(replace(fields[field], is_descending=direction == "DESC"))
    if not 1 <= len(terms) <= MAX_TERMS or len({term.column for term in terms}) < len(terms):
        raise Refusal("BAD_USER_INPUT", f"`orderBy` must have 1 to {MAX_TERMS} terms on different fields.")
    return terms


def read_window(first=None, after=None, last=None, before=None, **_):
    """Gives size, direction and cursor of the arguments of a list; refuses what does not go together."""
    if first is not None and last is not None:
        raise Refusal("BAD_PAGE_SIZE", "first, last: give one of them, not both.")
    is_backward = last is not None
    if (after if is_backward else before) is not None:
        raise Refusal("BAD_CURSOR", "`after` goes with `first`, and `before` with `last`.")
    given, name = (last, "last") if is_backward else (first, "first")
    size = DEFAULT_PAGE_SIZE if given is None else given
    if not 1 <= size <= MAX_PAGE_SIZE:
        raise Refusal("BAD_PAGE_SIZE", f"{name}: must lie between 1 and {MAX_PAGE_SIZE}.")
    return size, is_backward, before if is_backward else after


def encode_cursor(order, keys, row_id):
    """The text of a position."""
    text = json.dumps([order, *keys, row_id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode_cursor(cursor, order, terms):
    """Gives the sort keys and the id of a cursor of this list; refuses any other."""
    position = _parse_cursor(cursor)
    is_of_list = (
        isinstance(position, list)
        and len(position) == len(terms) + 2
        and position[0] == order
        and all(term.can_hold(key) for term, key in zip([*terms, Term("id")], position[1:]))
    )
    if not is_of_list:
        raise Refusal("BAD_CURSOR", "The cursor is not one of this list under this `orderBy`.")
    return position[1:-1], position[-1]


def _parse_cursor(cursor):
    if len(cursor) > MAX_CURSOR_LENGTH or not re.fullmatch("[A-Za-z0-9_-]+", cursor):
        return None
    try:
        return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode())
    except (ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class Listing:
    """A table that is listed: what can be ordered by, how it is ordered when nobody says, and what narrows it."""

    table: str
    fields: dict
    default_order: str

    def page(self, context, arguments, conditions):
        """Gives one page as (cursor, row) pairs, and what a connection says of it.

        ``conditions`` are pairs of SQL and values, all of which must hold.
        """
        size, is_backward, cursor = read_window(**arguments)
        names = arguments.get("orderBy")
        names = [self.default_order] if names is None else names
        terms = read_terms(names, self.fields)
        order = ",".join(names)
        position = None if cursor is None else decode_cursor(cursor, order, terms)
        # Backward, the list is read from its other end and turned round.
        reading = [term.turned for term in terms] if is_backward else terms
        rows = self._read(context, conditions, reading, position, size + 1)
        has_more = len(rows) > size  # one more than the page tells whether there is a further one
        rows = rows[:size][::-1] if is_backward else rows[:size]
        return {
            "rows": [(encode_cursor(order, [row[term.column] for term in terms], row["id"]), row) for row in rows],
            "hasNextPage": cursor is not None if is_backward else has_more,
            "hasPreviousPage": has_more if is_backward else cursor is not None,
            "count": lambda: self._count(context, conditions),
        }

    def _count(self, context, conditions):
        return context.select(f"select count(*) from {self.table} {_where(conditions)}", conditions)[0][0]

    def _read(self, context, conditions, terms, position, wanted):
        order = ", ".join(term.sql for term in [*terms, replace(terms[-1], column="id")])
        rows = []
        everything = ("true", [])
        for range_read in [everything] if position is None else _ranges(terms, *position):
            within = [*conditions, range_read]
            sql = f"select * from {self.table} {_where(within)} order by {order} limit {wanted - len(rows)}"
            rows += context.select(sql, within)
            if len(rows) == wanted:
                break
        return rows


def _where(conditions):
    return f"where {' and '.join(sql for sql, _ in conditions)}" if conditions else ""


def _ranges(terms, keys, row_id):
    """What lies beyond a position, cut into ranges one behind the other, nearest first.

    A range holds the leading terms equal and the next one beyond its value. Each is one seek in an index on
    (column, id), so the thousandth page costs what the first does; one condition with OR would be a scan.
    """
    everything = [*zip(terms, keys), (replace(terms[-1], column="id", is_nullable=False), row_id)]
    for depth in range(len(everything) - 1, -1, -1):
        term, key = everything[depth]
        leading = [f"{equal.column} is ?" for equal, _ in everything[:depth]]
        values = [value for _, value in everything[:depth]]
        for beyond, beyond_values in _beyond(term, key):
            yield " and ".join([*leading, beyond]), [*values, *beyond_values]


def _beyond(term, key):
    if key is None:  # null is the least: everything follows it upwards, and nothing downwards
        return [] if term.is_descending else [(f"{term.column} is not null", [])]
    values = (f"{term.column} {'<' if term.is_descending else '>'} ?", [key])
    return [values, (f"{term.column} is null", [])] if term.is_nullable and term.is_descending else [values]
