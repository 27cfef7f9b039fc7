"""The tables of the province in a file of SQLite, filled from ``data/*.csv`` when it is not there."""

import csv
import os
import sqlite3
import threading
from pathlib import Path

from .refusal import StartupError

HERE = Path(__file__).resolve().parent.parent

# Which file fills which table, and the columns that hold ids, by type; in the files ids stand without their province.
FILES = [
    ("authorities.csv", "authority", {}),
    ("windows.csv", "service_window", {"id": "ServiceWindow"}),
    ("items.csv", "service_item", {}),
    ("materials.csv", "material", {}),
    ("fees.csv", "fee", {}),
    ("cases.csv", "service_case", {"id": "Case"}),
    ("steps.csv", "case_step", {"case_id": "Case"}),
    ("case_materials.csv", "case_material", {"case_id": "Case"}),
    ("procedures.csv", "special_procedure", {"case_id": "Case"}),
]


class Database:
    """Reads rows; a connection for each thread, since those of SQLite do not like to be shared."""

    def __init__(self, file):
        self._file = Path(file).resolve()
        self._threads = threading.local()

    def select(self, sql, values=()):
        """The rows of a query."""
        return self._connection().execute(sql, values).fetchall()

    def _connection(self):
        if not hasattr(self._threads, "connection"):
            connection = sqlite3.connect(f"{self._file.as_uri()}?mode=ro", uri=True)
            connection.row_factory = sqlite3.Row
            self._threads.connection = connection
        return self._threads.connection


def open_database(file, province):
    """Opens the database, filling it first when there is none. It is written nowhere else."""
    path = Path(file)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")  # a run that is interrupted leaves no half database
        unfinished.unlink(missing_ok=True)
        _fill(unfinished, province)
        unfinished.replace(path)
    database = Database(path)
    _check_owner(database, path, province)
    return database


def _check_owner(database, path, province):
    try:
        other = database.select("select id from service_item where id not glob ? limit 1", [f"{province}:*"])
    except sqlite3.DatabaseError as error:
        raise StartupError(f"{path} is no database of this program ({error}). Give another --database.") from None
    if other:
        raise StartupError(f"{path} holds rows of another province ({other[0]['id']}). Give another --database.")


def _fill(path, province):
    connection = sqlite3.connect(path)
    with connection:
        connection.executescript((HERE / "tables.sql").read_text("utf-8"))
        for name, table, ids in FILES:
            _fill_table(connection, name, table, lambda row, ids=ids: _with_ids(row, ids, province))
    connection.close()


def _with_ids(row, ids, province):
    row = {column: value or None for column, value in row.items()}
    for column, type_name in ids.items():
        row[column] = f"{province}:{type_name}:{row[column]}"
    if "task_code" in row:  # a province performs a national item once, so that its code names both
        row["id"] = f"{province}:ServiceItem:{row['item_code']}"
    return row


def _fill_table(connection, name, table, complete):
    with open(HERE / "data" / name, encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            row = complete(row)
            columns = ", ".join(row)
            try:
                connection.execute(
                    f"insert into {table} ({columns}) values ({', '.join('?' * len(row))})", list(row.values())
                )
            except sqlite3.Error as error:
                raise StartupError(f"data/{name}, line {line}: {error}. Mend the line, and start again.") from None
