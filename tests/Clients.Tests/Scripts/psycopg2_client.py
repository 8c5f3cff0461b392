"""psycopg2: what programs do with it, each result compared with what PostgreSQL would give."""
import datetime as dt
import decimal
import io
import threading
import uuid

import psycopg2
import psycopg2.extras

connection = psycopg2.connect("")
assert connection.server_version >= 150000
cursor = connection.cursor()

# Values of many types go and come back.
psycopg2.extras.register_uuid()
utc = dt.timezone.utc
values = [
    True, 7, 2**40, 1.5, decimal.Decimal("12.340"), "it's ü 😀 %", b"\x00\xff'", None, dt.date(2024, 2, 29), dt.time(1, 2, 3, 4),
    dt.datetime(2024, 2, 29, 12, 34, 56, 789), dt.datetime(2024, 2, 29, 12, 34, 56, tzinfo=utc), dt.timedelta(days=2, seconds=3), [1, 2, None], ["a", "b,c", '"'],
    uuid.UUID("00112233-4455-6677-8899-aabbccddeeff"),
]
casts = ["boolean", "integer", "bigint", "double precision", "numeric", "text", "bytea", "text", "date", "time", "timestamp", "timestamptz", "interval", "integer[]", "text[]", "uuid"]
cursor.execute("SELECT " + ", ".join(f"%s::{cast}" for cast in casts), values)
row = [bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()]
assert row == values, row
cursor.execute("SELECT %s::jsonb", [psycopg2.extras.Json({"a": [1, None]})])
assert cursor.fetchone() == ({"a": [1, None]},)

# Names and types of a result.
cursor.execute("SELECT id, name FROM crm.customers WHERE id = ANY(%s) ORDER BY id", [[1, 2]])
assert [(column.name, column.type_code) for column in cursor.description] == [("id", 23), ("name", 25)], cursor.description
assert cursor.fetchall() == [(1, "Customer 1"), (2, "Customer 2")]
cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'crm' ORDER BY 1")
assert ("customers",) in cursor.fetchall()

# Writing, in a transaction that is rolled back, and in one that is not.
cursor.execute("CREATE SCHEMA py2; CREATE TABLE py2.t (id integer PRIMARY KEY, name text, made timestamptz)")
connection.commit()
cursor.execute("INSERT INTO py2.t VALUES (1, 'one', now())")
connection.rollback()
cursor.execute("SELECT count(*) FROM py2.t")
assert cursor.fetchone() == (0,)
psycopg2.extras.execute_values(cursor, "INSERT INTO py2.t (id, name) VALUES %s", [(i, f"n{i}") for i in range(500)])
cursor.executemany("UPDATE py2.t SET name = %s WHERE id = %s", [("first", 0), ("second", 1)])
cursor.execute("DELETE FROM py2.t WHERE id >= 100 RETURNING id")
assert cursor.rowcount == 400 and len(cursor.fetchall()) == 400
connection.commit()

# COPY both ways.
cursor.copy_expert("COPY py2.t (id, name) FROM STDIN WITH (FORMAT csv)", io.StringIO('1000,"a ""b"""\n1001,\n'))
out = io.StringIO()
cursor.copy_expert("COPY (SELECT id, name FROM py2.t WHERE id >= 1000 ORDER BY id) TO STDOUT", out)
assert out.getvalue() == '1000\ta "b"\n1001\t\\N\n', out.getvalue()
connection.commit()

# A cursor of the server's, read in parts.
with connection.cursor("parts") as parts:
    parts.itersize = 30
    parts.execute("SELECT id FROM py2.t WHERE id < 100 ORDER BY id")
    assert [row[0] for row in parts] == list(range(100))
connection.commit()

# Errors: their codes and places; a savepoint to go on from.
cursor.execute("SAVEPOINT s")
try:
    cursor.execute("SELECT nothing FROM py2.t")
    raise AssertionError("no error")
except psycopg2.errors.UndefinedColumn as error:
    assert error.diag.statement_position == "8" and error.pgcode == "42703", (error.diag.statement_position, error.pgcode)
cursor.execute("ROLLBACK TO SAVEPOINT s")
try:
    cursor.execute("INSERT INTO py2.t VALUES (1, 'again')")
    raise AssertionError("no error")
except psycopg2.errors.UniqueViolation as error:
    assert error.diag.message_detail == "Key (id)=(1) already exists.", error.diag.message_detail
try:
    cursor.execute("SELECT 1")
    raise AssertionError("no error")
except psycopg2.errors.InFailedSqlTransaction:
    connection.rollback()

# Cancelling from another thread.
timer = threading.Timer(0.3, connection.cancel)
timer.start()
try:
    cursor.execute("SELECT pg_sleep(60)")
    raise AssertionError("no error")
except psycopg2.errors.QueryCanceled:
    connection.rollback()
timer.join()

connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
try:
    cursor.execute("INSERT INTO py2.t VALUES (5000, 'x')")
    raise AssertionError("no error")
except psycopg2.errors.ReadOnlySqlTransaction:
    connection.rollback()
connection.close()
print("psycopg2", psycopg2.__version__)
