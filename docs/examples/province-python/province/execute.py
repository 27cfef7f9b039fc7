"""Runs one operation, and says of each failure no more than a code and a sentence."""

import sys
import time
import traceback
from dataclasses import dataclass
from functools import lru_cache

from graphql import ExecutionResult, GraphQLError, OperationType, execute, get_operation_ast, parse, validate

from .database import Database
from .refusal import Refusal

# A gateway sends a bounded set of texts; longer ones carry their data as literals, and do not come again.
KEPT_DOCUMENTS = 256
KEPT_LENGTH = 64 * 1024

# Of one statement; old versions of SQLite take no more than 999.
PARAMETERS = 500

INTERNAL = "Something went wrong on our side."


@dataclass(frozen=True)
class Context:
    """Whose data are asked, by whom, and until when an answer is of use."""

    province: str
    database: Database
    caller: dict | None
    ends_at: float | None

    def select(self, sql, conditions):
        """The rows of a query; ``conditions`` are pairs of SQL, which stands in the query already, and its values."""
        # Whoever asked has given up by then, and tells his caller so.
        if self.ends_at is not None and time.monotonic() > self.ends_at:
            raise Refusal("PROVINCE_TIMEOUT", "There was no time left to answer.")
        return self.database.select(sql, [value for _, values in conditions for value in values])

    def rows(self, table, column, values, order="rowid"):
        """The rows of a table whose column has one of some values."""
        found = []
        for start in range(0, len(values), PARAMETERS):
            some = values[start : start + PARAMETERS]
            sql = f"select * from {table} where {column} in ({', '.join('?' * len(some))}) order by {order}"
            found += self.select(sql, [(sql, some)])
        return found

    def is_asked(self, provinces):
        """True unless ``provinces`` narrows a question to others."""
        return provinces is None or self.province in provinces

    def coverage(self, provinces):
        """What a province says when it is asked directly; gateways fill this themselves."""
        asked = [{"code": self.province}] if self.is_asked(provinces) else []
        return {"exact": True, "asked": asked, "answered": asked, "missing": []}

    def connection(self, listing, arguments, conditions, convert):
        """One page of a list, as the contract's connections have it."""
        provinces = arguments.get("provinces")
        page = listing.page(self, arguments, conditions)
        if not self.is_asked(provinces):
            page = {"rows": [], "hasNextPage": False, "hasPreviousPage": False, "count": lambda: 0}
        edges = [{"cursor": cursor, "node": convert(row, self)} for cursor, row in page["rows"]]
        return {
            "edges": edges,
            "nodes": [edge["node"] for edge in edges],
            "pageInfo": {
                "hasNextPage": page["hasNextPage"],
                "hasPreviousPage": page["hasPreviousPage"],
                "startCursor": edges[0]["cursor"] if edges else None,
                "endCursor": edges[-1]["cursor"] if edges else None,
            },
            "totalCount": lambda _info: page["count"](),
            "coverage": self.coverage(provinces),
        }


class Executor:
    """Runs operations on a schema. Whatever happens, there is an answer."""

    def __init__(self, schema):
        self._schema = schema
        self._keep = lru_cache(KEPT_DOCUMENTS)(self._prepare)

    def run(self, request, context):
        """Answers a request of GraphQL: a dictionary that is sent as JSON."""
        query = request["query"]
        try:
            document = self._keep(query) if len(query) <= KEPT_LENGTH else self._prepare(query)
            if isinstance(document, list):
                return {"errors": document}
            name = request.get("operationName")
            return self._execute(document, name, request.get("variables") or {}, context)
        except RecursionError:
            return {"errors": [_error("GRAPHQL_PARSE_FAILED", "The document is nested too deeply.")]}
        except Exception as fault:  # the edge: whatever broke, the caller hears that something did
            return {"errors": [_report(fault)]}

    def _prepare(self, query):
        try:
            document = parse(query)
        except GraphQLError as error:
            return [_error("GRAPHQL_PARSE_FAILED", error.message)]
        errors = validate(self._schema, document)
        return [_error("GRAPHQL_VALIDATION_FAILED", error.message) for error in errors] or document

    def _execute(self, document, name, variables, context):
        operation = get_operation_ast(document, name)
        if operation is None:
            what = "The document has no such operation, or several and no `operationName`."
            return {"errors": [_error("OPERATION_RESOLUTION_FAILURE", what)]}
        if operation.operation is OperationType.SUBSCRIPTION:
            return {"errors": [_error("NOT_OFFERED", f"{context.province} does not offer subscriptions.")]}
        result = execute(
            self._schema,
            document,
            context_value=context,
            variable_values=variables,
            operation_name=name,
        )
        return _format(result)


def _format(result: ExecutionResult):
    if not result.errors:
        return {"data": result.data}
    return {"data": result.data, "errors": [_format_error(error) for error in result.errors]}


def _format_error(error):
    cause = error.original_error
    placed = {"path": error.path} if error.path is not None else {}
    if isinstance(cause, Refusal):
        return {**_error(cause.code, cause.message), **placed}
    if isinstance(cause, UnicodeEncodeError):  # half a character, which JSON can carry and UTF-8 cannot
        return {**_error("BAD_USER_INPUT", "An argument is no text of Unicode."), **placed}
    if cause is None or isinstance(cause, GraphQLError):  # of variables or arguments
        return {**_error("BAD_USER_INPUT", error.message), **placed}
    return {**_report(cause), **placed}


def _error(code, message):
    return {"message": message, "extensions": {"code": code}}


def _report(fault):
    # For the operators alone: what broke may name tables, files and values.
    traceback.print_exception(fault, file=sys.stderr)
    return _error("INTERNAL", INTERNAL)
