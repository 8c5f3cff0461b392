"""SQLAlchemy with psycopg2: reflection of virtual and local tables, DDL from metadata, a round trip of the ORM."""
import datetime as dt
import decimal

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql

engine = sa.create_engine("postgresql+psycopg2://", future=True)
inspector = sa.inspect(engine)
assert {"crm", "public"} <= set(inspector.get_schema_names())
# SQLAlchemy lists foreign tables beside tables.
columns = {column["name"]: column for column in inspector.get_columns("customers", schema="crm")}
assert isinstance(columns["id"]["type"], sa.INTEGER) and not columns["id"]["nullable"], columns["id"]
assert inspector.get_pk_constraint("customers", schema="crm")["constrained_columns"] == ["id"]

with engine.begin() as connection:
    connection.execute(sa.text("CREATE SCHEMA orm"))

Base = orm.declarative_base(metadata=sa.MetaData(schema="orm"))


class Item(Base):
    __tablename__ = "item"
    id = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    code = sa.Column(sa.String(10), nullable=False, unique=True)
    price = sa.Column(sa.Numeric(10, 2), index=True)
    made = sa.Column(sa.DateTime(timezone=True), server_default=sa.func.now())
    data = sa.Column(sa.LargeBinary)
    tags = sa.Column(postgresql.ARRAY(sa.Text))


class Note(Base):
    __tablename__ = "note"
    id = sa.Column(sa.Integer, primary_key=True)                         # serial
    number = sa.Column(sa.BigInteger, sa.Identity(always=True, start=10))
    item_id = sa.Column(sa.Integer)
    text = sa.Column(sa.Text)


Base.metadata.create_all(engine)
Base.metadata.create_all(engine)      # finds them there

inspector = sa.inspect(engine)
assert inspector.has_table("item", schema="orm")
assert inspector.get_pk_constraint("item", schema="orm") == {"constrained_columns": ["id"], "name": "item_pkey"}
assert [unique["column_names"] for unique in inspector.get_unique_constraints("item", schema="orm")] == [["code"]]
assert {index["name"]: index["unique"] for index in inspector.get_indexes("item", schema="orm")} == {"ix_orm_item_price": False, "item_code_key": True}
reflected = sa.Table("item", sa.MetaData(), schema="orm", autoload_with=engine)
assert repr(reflected.c.price.type) == "NUMERIC(precision=10, scale=2)" and reflected.c.code.type.length == 10

Session = orm.sessionmaker(engine, future=True)
with Session.begin() as session:
    session.add_all(Item(id=i, code=f"c{i}", price=decimal.Decimal(i) / 4, data=bytes([i]), tags=["a", str(i)]) for i in range(20))
with Session.begin() as session:
    item = session.get(Item, 3)
    assert (item.code, item.price, item.data, item.tags) == ("c3", decimal.Decimal("0.75"), b"\x03", ["a", "3"])
    assert dt.datetime.now(dt.timezone.utc) - item.made < dt.timedelta(minutes=5)
    item.price = decimal.Decimal("9.99")
    session.delete(session.get(Item, 4))
with Session.begin() as session:
    notes = [Note(item_id=1, text="a"), Note(item_id=1, text="b")]
    session.add_all(notes)
    session.flush()
    assert [(note.id, note.number) for note in notes] == [(1, 10), (2, 11)], [(note.id, note.number) for note in notes]
assert sa.inspect(engine).get_columns("note", schema="orm")[1]["identity"]["start"] == 10
with Session() as session:
    cheap = session.scalars(sa.select(Item).where(Item.price.between(1, 2), Item.code.like("c%")).order_by(Item.price.desc()).limit(2)).all()
    assert [item.id for item in cheap] == [8, 7]
    assert session.scalar(sa.select(sa.func.count()).select_from(Item)) == 19
    # A join of a virtual table with a local one.
    customers = sa.Table("customers", sa.MetaData(), schema="crm", autoload_with=engine)
    rows = session.execute(sa.select(customers.c.name, Item.price).join(Item, Item.id == customers.c.id).where(customers.c.id == 3)).all()
    assert rows == [("Customer 3", decimal.Decimal("9.99"))], rows
try:
    with Session.begin() as session:
        session.add(Item(id=100, code="c1"))
    raise AssertionError("no error")
except sa.exc.IntegrityError as error:
    assert error.orig.pgcode == "23505"
# Nested transactions are savepoints.
with Session.begin() as session:
    session.add(Item(id=50, code="before"))
    session.flush()
    for code in ("c1", "nested"):
        try:
            with session.begin_nested():
                session.add(Item(id=len(code) + 50, code=code))
        except sa.exc.IntegrityError as error:
            assert error.orig.pgcode == "23505"
with Session() as session:
    assert session.scalars(sa.select(Item.code).where(Item.id >= 50).order_by(Item.id)).all() == ["before", "nested"]
Base.metadata.drop_all(engine)
assert not sa.inspect(engine).has_table("item", schema="orm")
print("SQLAlchemy", sa.__version__)
