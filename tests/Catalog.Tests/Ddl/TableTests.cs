using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;
using static FederationGateway.Catalog.Tests.Ddl.SchemaTests;

namespace FederationGateway.Catalog.Tests.Ddl;

public sealed class TableTests : IDisposable
{
    private readonly SampleStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_table_of_every_type_is_made_and_found_again()
    {
        NewColumn[] columns =
        [
            .. Enum.GetValues<SqlTypeKind>().Where(kind => kind is not (SqlTypeKind.Array or SqlTypeKind.Record or SqlTypeKind.Void or SqlTypeKind.Unknown))
                .SelectMany(kind => (SqlType[])[new SqlType(kind), SqlType.ArrayOf(kind)]).Append(SqlType.Numeric(38, 10)).Select((type, index) => new NewColumn($"c{index}", type)),
        ];
        var table = Create("every", columns);
        table.Columns.Select(column => column.Type).ShouldBe(columns.Select(column => column.Type));
        _store.Reopen();
        _store.Current.FindRelation("public", "every").ShouldBe(table);
    }

    [Fact]
    public void Names_differing_in_case_are_two_tables()
    {
        Create("Items", new NewColumn("a", SqlType.Int4), new NewColumn("A", SqlType.Int4));
        Create("items", new NewColumn("a", SqlType.Int4));
        Refused(SqlState.DuplicateTable, () => Create("items", new NewColumn("a", SqlType.Int4)));
        Refused(SqlState.DuplicateColumn, () => Create("twice", new NewColumn("a", SqlType.Int4), new NewColumn("a", SqlType.Int4)));
        Refused(SqlState.InvalidSchemaName, () => _store.Change(change => LocalTables.Create(change, "none", "t", [], [], "admin")));
        Refused(SqlState.InvalidTableDefinition, () => Create("bad", new NewColumn("a", SqlType.Void)));
    }

    [Fact]
    public void Keys_are_named_and_hold()
    {
        var table = _store.Change(change => LocalTables.Create(
            change, "public", "keyed", [new NewColumn("a", SqlType.Int4), new NewColumn("b", SqlType.Text)], [new NewKey(true, ["a"]), new NewKey(false, ["a", "b"]), new NewKey(false, ["b"], "mine")], "admin"));
        table.Handle.Keys.Select(key => key.Name).ShouldBe(["keyed_pkey", "keyed_a_b_key", "mine"]);
        table.Columns[0].IsNullable.ShouldBeFalse();
        var name = LocalTables.PhysicalName(table.Oid);
        _store.Execute($"INSERT INTO {name} VALUES (1, 'x')");
        Refused(SqlState.UniqueViolation, () => _store.Execute($"INSERT INTO {name} VALUES (1, 'y')"));
        Refused(SqlState.InvalidTableDefinition, () => _store.Change(change => LocalTables.Create(
            change, "public", "two", [new NewColumn("a", SqlType.Int4)], [new NewKey(true, ["a"]), new NewKey(true, ["a"])], "admin")));
        Refused(SqlState.UndefinedColumn, () => _store.Change(change => LocalTables.Create(change, "public", "two", [new NewColumn("a", SqlType.Int4)], [new NewKey(false, ["z"])], "admin")));
    }

    [Fact]
    public void Columns_come_and_go()
    {
        var table = Create("changing", new NewColumn("a", SqlType.Int4));
        var name = LocalTables.PhysicalName(table.Oid);
        _store.Execute($"INSERT INTO {name} VALUES (1), (2)");
        table = Alter(change => TableAlterations.AddColumn(change, Table(change), new NewColumn("b", SqlType.Int8, IsNullable: false), new ColumnFilling("7", IsLiteral: true), CancellationToken.None));
        Read($"SELECT sum({table.Columns[1].RemoteName})::BIGINT FROM {name}").ShouldBe(14);
        Refused(SqlState.DuplicateColumn, () => Alter(change => TableAlterations.AddColumn(change, Table(change), new NewColumn("b", SqlType.Int8), null, CancellationToken.None)));
        Refused(SqlState.NotNullViolation, () => Alter(change => TableAlterations.AddColumn(change, Table(change), new NewColumn("c", SqlType.Int8, IsNullable: false), null, CancellationToken.None)));
        Alter(change => TableAlterations.RenameColumn(change, Table(change), "b", "B"));
        Alter(change => TableAlterations.SetDefault(change, Table(change), "B", "1 + 1"));
        table = Alter(change => TableAlterations.DropColumn(change, Table(change), "a", cascade: false, CancellationToken.None));
        table.Columns.Single().ShouldSatisfyAllConditions(column => column.Name.ShouldBe("B"), column => column.DefaultExpression.ShouldBe("1 + 1"));
        Refused(SqlState.UndefinedColumn, () => Alter(change => TableAlterations.DropColumn(change, Table(change), "a", cascade: false, CancellationToken.None)));
        Alter(change => TableAlterations.DropColumn(change, Table(change), "B", cascade: false, CancellationToken.None)).Columns.ShouldBeEmpty();
        Alter(change => TableAlterations.AddColumn(change, Table(change), new NewColumn("again", SqlType.Text), null, CancellationToken.None)).Columns.Count.ShouldBe(1);

        LocalTableEntry Alter(Func<CatalogTransaction, LocalTableEntry> alteration) => _store.Change(alteration);
        static LocalTableEntry Table(CatalogTransaction change) => (LocalTableEntry)change.Snapshot.FindRelation("public", "changing")!;
    }

    [Fact]
    public void A_new_column_is_filled_row_by_row_where_that_makes_a_difference()
    {
        var table = _store.Change(change => LocalTables.Create(change, "public", "filled", [new NewColumn("a", SqlType.Int4)], [new NewKey(true, ["a"])], "admin"));
        var name = LocalTables.PhysicalName(table.Oid);
        _store.Execute($"INSERT INTO {name} SELECT range FROM range(5000)");
        table = Add("r", SqlType.Float8, new ColumnFilling("random()", IsLiteral: false));
        table = Add("u", SqlType.Uuid, new ColumnFilling("uuid()", IsLiteral: false));
        Read($"SELECT count(DISTINCT {table.Columns[2].RemoteName}) FROM {name}").ShouldBe(5000);
        Read($"SELECT (count(DISTINCT {table.Columns[1].RemoteName}) > 4990)::BIGINT FROM {name}").ShouldBe(1);

        LocalTableEntry Add(string column, SqlType type, ColumnFilling filling) => _store.Change(change => TableAlterations.AddColumn(
            change, (LocalTableEntry)change.Snapshot.FindRelation("public", "filled")!, new NewColumn(column, type, IsNullable: false), filling, CancellationToken.None));
    }

    [Fact]
    public async Task A_table_is_made_and_filled_before_the_catalog_hears_of_it()
    {
        var connection = _store.Store.Connect();
        connection.Execute("BEGIN TRANSACTION", CancellationToken.None);
        var table = LocalTables.Define(_store.Current, _store.Store.NewOid(), "public", "late", [new NewColumn("a", SqlType.Int4)], [], "admin");
        LocalTables.MakePhysical(connection, table);
        connection.Execute($"INSERT INTO {LocalTables.PhysicalName(table.Oid)} VALUES (1), (2)", CancellationToken.None);

        // Others change the catalog meanwhile.
        var between = Create("between_them", new NewColumn("a", SqlType.Int4));
        between.Oid.ShouldBeGreaterThan(table.Oid);
        _store.Change(change => RelationDrops.Drop(change, [between], cascade: false, "table between_them", areNamed: true));
        _store.Current.FindRelation("public", "late").ShouldBeNull();

        using (var change = await _store.Store.BeginAsync(connection, CancellationToken.None))
        {
            LocalTables.Announce(change, table);
            connection.Execute("COMMIT", CancellationToken.None);
            change.Publish();
        }

        connection.Dispose();

        _store.Current.FindRelation("public", "late").ShouldBe(table);
        Read($"SELECT count(*) FROM {LocalTables.PhysicalName(table.Oid)}").ShouldBe(2);
        _store.Reopen();
        _store.Current.FindRelation("public", "late").ShouldBe(table);
    }

    [Fact]
    public void Columns_of_a_table_with_a_key_change_too()
    {
        var table = _store.Change(change => LocalTables.Create(
            change, "public", "keyed", [new NewColumn("gone", SqlType.Int4), new NewColumn("a", SqlType.Int4), new NewColumn("b", SqlType.Text)], [new NewKey(true, ["a"])], "admin"));
        _store.Execute($"INSERT INTO {LocalTables.PhysicalName(table.Oid)} VALUES (0, 1, 'x')");
        Refused(SqlState.FeatureNotSupported, () => Alter(change => TableAlterations.DropColumn(change, Table(change), "a", cascade: false, CancellationToken.None)));
        Refused(SqlState.InvalidTableDefinition, () => Alter(change => TableAlterations.SetNullability(change, Table(change), "a", isNullable: true, CancellationToken.None)));
        Alter(change => TableAlterations.AddColumn(change, Table(change), new NewColumn("c", SqlType.Int8), new ColumnFilling("5", IsLiteral: true), CancellationToken.None));
        Alter(change => TableAlterations.SetNullability(change, Table(change), "b", isNullable: false, CancellationToken.None)).Columns[2].IsNullable.ShouldBeFalse();
        var after = Alter(change => TableAlterations.DropColumn(change, Table(change), "gone", cascade: false, CancellationToken.None));
        after.Handle.Keys.Single().Ordinals.ShouldBe([0]);
        Alter(change => TableAlterations.AddColumn(change, Table(change), new NewColumn("gone", SqlType.Int4), null, CancellationToken.None)).Columns[3].RemoteName.ShouldBe("c5");
        Refused(SqlState.UniqueViolation, () => _store.Execute($"INSERT INTO {LocalTables.PhysicalName(table.Oid)} ({after.Columns[0].RemoteName}, {after.Columns[1].RemoteName}) VALUES (1, 'y')"));

        LocalTableEntry Alter(Func<CatalogTransaction, LocalTableEntry> alteration) => _store.Change(alteration);
        static LocalTableEntry Table(CatalogTransaction change) => (LocalTableEntry)change.Snapshot.FindRelation("public", "keyed")!;
    }

    [Fact]
    public void A_table_moves_and_is_renamed_with_its_rows()
    {
        var table = Create("old", new NewColumn("a", SqlType.Int4));
        _store.Execute($"INSERT INTO {LocalTables.PhysicalName(table.Oid)} VALUES (1)");
        _store.Change(change => SchemaChanges.Create(change, "archive", ifNotExists: false, "admin"));
        _store.Change(change => TableAlterations.Rename(change, change.Snapshot.FindRelation("public", "old")!, "archive", "new"));
        _store.Current.FindRelation("public", "old").ShouldBeNull();
        var moved = (LocalTableEntry)_store.Current.FindRelation("archive", "new")!;
        (moved.Oid, moved.Handle.DisplayName).ShouldBe((table.Oid, "archive.new"));
        Read($"SELECT count(*) FROM {LocalTables.PhysicalName(moved.Oid)}").ShouldBe(1);
        Create("other", new NewColumn("a", SqlType.Int4));
        Refused(SqlState.DuplicateTable, () => _store.Change(change => TableAlterations.Rename(change, change.Snapshot.FindRelation("public", "other")!, "archive", "new")));
    }

    [Fact]
    public void Dropping_a_table_drops_its_rows()
    {
        var table = Create("gone", new NewColumn("a", SqlType.Int4));
        _store.Change(change => RelationDrops.Drop(change, [change.Snapshot.FindRelation("public", "gone")!], cascade: false, "table gone", areNamed: true));
        Read($"SELECT count(*) FROM duckdb_tables() WHERE table_name = 't{table.Oid}'").ShouldBe(0);
        Refused(SqlState.InsufficientPrivilege, () => _store.Change(change => RelationDrops.Drop(change, [change.Snapshot.FindRelation("pg_catalog", "pg_class")!], cascade: true, "pg_class", areNamed: true)));
    }

    private LocalTableEntry Create(string name, params NewColumn[] columns) => _store.Change(change => LocalTables.Create(change, "public", name, columns, [], "admin"));

    private long Read(string sql)
    {
        using var connection = _store.Store.Connect();
        return StoreRows.ReadLong(connection, sql);
    }
}
