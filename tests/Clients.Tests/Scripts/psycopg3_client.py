"""psycopg 3: text and binary parameters, prepared statements, pipelines, rows, COPY, errors, cancelling; synchronous and asynchronous."""
import asyncio
import datetime as dt
import decimal
import threading
import uuid

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

utc = dt.timezone.utc
values = [
    True, 7, 2**40, 1.5, decimal.Decimal("12.340"), "it's ü 😀 %", b"\x00\xff'", None, dt.date(2024, 2, 29), dt.time(1, 2, 3, 4),
    dt.datetime(2024, 2, 29, 12, 34, 56, 789), dt.datetime(2024, 2, 29, 12, 34, 56, tzinfo=utc), dt.timedelta(days=2, seconds=3), [1, 2, None], ["a", "b,c", '"'],
    uuid.UUID("00112233-4455-6677-8899-aabbccddeeff"),
]
casts = ["boolean", "integer", "bigint", "double precision", "numeric", "text", "bytea", "text", "date", "time", "timestamp", "timestamptz", "interval", "integer[]", "text[]", "uuid"]

with psycopg.connect("") as connection:
    # Values of many types, both formats both ways.
    for form in ("s", "b", "t"):
        for binary in (False, True):
            row = connection.execute("SELECT " + ", ".join(f"%{form}::{cast}" for cast in casts), values, binary=binary).fetchone()
            assert list(row) == values, (form, binary, row)
    assert connection.execute("SELECT %s", [Jsonb({"a": [1, None]})]).fetchone() == ({"a": [1, None]},)

    # Prepared by the driver after a few executions.
    for i in range(1, 9):
        assert connection.execute("SELECT id FROM crm.customers WHERE id = %s", [i], prepare=True).fetchone() == (i,)

    connection.execute("CREATE SCHEMA py3; CREATE TABLE py3.t (id integer PRIMARY KEY, name text)")
    connection.commit()
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.executemany("INSERT INTO py3.t VALUES (%s, %s)", [(i, f"n{i}") for i in range(200)])
        assert cursor.rowcount == 200
        cursor.execute(sql.SQL("SELECT * FROM {} WHERE id = 7").format(sql.Identifier("py3", "t")))
        assert cursor.fetchone() == {"id": 7, "name": "n7"}
    connection.commit()

    # Nested transactions are savepoints.
    with connection.transaction(force_rollback=True):
        connection.execute("INSERT INTO py3.t VALUES (200, 'n200')")
        try:
            with connection.transaction():
                connection.execute("DELETE FROM py3.t WHERE id > 100")
                connection.execute("SELECT 1/0")
        except psycopg.errors.DivisionByZero:
            pass
        assert connection.execute("SELECT count(*) FROM py3.t").fetchone() == (201,)

    # A pipeline sends without waiting.
    if psycopg.Pipeline.is_supported():
        with connection.pipeline():
            results = [connection.execute("SELECT %s::integer", [i]) for i in range(20)]
        assert [result.fetchone()[0] for result in results] == list(range(20))

    # COPY in binary and text.
    with connection.cursor() as cursor:
        with cursor.copy("COPY py3.t FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["int4", "text"])
            for i in range(1000, 1500):
                copy.write_row((i, None if i % 2 else "even"))
        with cursor.copy("COPY (SELECT * FROM py3.t WHERE id >= 1498 ORDER BY id) TO STDOUT") as copy:
            copy.set_types(["int4", "text"])
            assert list(copy.rows()) == [(1498, "even"), (1499, None)]
    connection.commit()

    # A cursor of the server's.
    with connection.cursor("parts") as parts:
        parts.itersize = 30
        parts.execute("SELECT id FROM py3.t WHERE id < %s ORDER BY id", [100])
        assert [row[0] for row in parts] == list(range(100))

    try:
        connection.execute("INSERT INTO py3.t VALUES (1, 'again')")
        raise AssertionError("no error")
    except psycopg.errors.UniqueViolation as error:
        assert error.sqlstate == "23505" and error.diag.message_detail == "Key (id)=(1) already exists."
    connection.rollback()

    timer = threading.Timer(0.3, connection.cancel)
    timer.start()
    try:
        connection.execute("SELECT pg_sleep(60)")
        raise AssertionError("no error")
    except psycopg.errors.QueryCanceled:
        connection.rollback()
    timer.join()


async def main():
    async with await psycopg.AsyncConnection.connect("", autocommit=True) as connection:
        cursor = await connection.execute("SELECT name FROM crm.customers WHERE id = %s", [3])
        assert await cursor.fetchone() == ("Customer 3",)


asyncio.run(main())
print("psycopg", psycopg.__version__)
