"""psqlODBC by pyodbc: catalogue calls, parameters, transactions, errors, cancelling."""
import datetime as dt
import decimal
import os
import threading

import pyodbc

connection = pyodbc.connect(
    "Driver={PostgreSQL Unicode};Server=%s;Port=%s;Database=%s;Uid=%s;Pwd=%s" % tuple(os.environ[name] for name in ("PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSWORD")))
assert connection.getinfo(pyodbc.SQL_DBMS_NAME) == "PostgreSQL"
cursor = connection.cursor()
assert "customers" in [row.table_name for row in cursor.tables(schema="crm")]
assert [row.column_name for row in cursor.primaryKeys("customers", schema="crm")] == ["id"]
columns = {row.column_name: row.type_name for row in cursor.columns("customers", schema="crm")}
assert columns["id"] == "int4" and columns["name"] == "text", columns

values = [7, 2**40, 1.5, decimal.Decimal("12.34"), "it's ü", dt.date(2024, 2, 29), dt.datetime(2024, 2, 29, 12, 34, 56), b"\x00\xff", None]
casts = ["integer", "bigint", "float8", "numeric(10,2)", "text", "date", "timestamp", "bytea", "text"]
row = cursor.execute("SELECT " + ", ".join(f"?::{cast}" for cast in casts), values).fetchone()
assert list(row) == values, row
assert cursor.execute("SELECT name FROM crm.customers WHERE id = ?", 2).fetchval() == "Customer 2"

cursor.execute("CREATE SCHEMA odbc")
cursor.execute("CREATE TABLE odbc.t (id integer PRIMARY KEY, name varchar(20))")
connection.commit()
cursor.executemany("INSERT INTO odbc.t VALUES (?, ?)", [(i, f"n{i}") for i in range(50)])
connection.rollback()
assert cursor.execute("SELECT count(*) FROM odbc.t").fetchval() == 0
cursor.executemany("INSERT INTO odbc.t VALUES (?, ?)", [(i, f"n{i}") for i in range(50)])
assert cursor.execute("UPDATE odbc.t SET name = ? WHERE id < ?", "x", 10).rowcount == 10
connection.commit()
assert [row.index_name for row in cursor.statistics("t", schema="odbc") if row.index_name] == ["t_pkey"]

try:
    cursor.execute("INSERT INTO odbc.t VALUES (1, 'again')")
    raise AssertionError("no error")
except pyodbc.Error as error:
    assert error.args[0] == "23505", error.args
connection.rollback()

timer = threading.Timer(0.3, cursor.cancel)
timer.start()
try:
    cursor.execute("SELECT pg_sleep(60)")
    raise AssertionError("no error")
except pyodbc.Error as error:
    assert error.args[0] in ("57014", "HY008"), error.args
timer.join()
connection.rollback()
print("psqlODBC", connection.getinfo(pyodbc.SQL_DRIVER_VER), "pyodbc", pyodbc.version)
