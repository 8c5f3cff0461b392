using System.Globalization;
using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Parser;
using FederationGateway.Plan;
using Ast = FederationGateway.Parser.Ast;

namespace FederationGateway.Binder.Tests.Statements;

/// <summary>Over crm.parts (id int4!, place text!, amount int4, note varchar(5); key id, place) and crm."INVOICES", which has no key, of source hana.</summary>
public sealed class TaskTests
{
    private static readonly BindingContext Context = Sql.Context with
    {
        Snapshot = Sql.Context.Snapshot
            .With(Source())
            .With(Table("plain", ["id int4", "place text", "amount int4", "note text"], []))
            .With(Table("marked", ["id int4", "place text", "amount int4", "note text", "_CHANGE_TYPE varchar(2)", "_CHANGE_TIME timestamp", "_CHANGE_SEQUENCE int8"], []))
            .With(Table("keyed", ["id int4", "place text", "amount int4", "note text", "_CHANGE_TYPE varchar(2)", "_CHANGE_TIME timestamp", "_CHANGE_SEQUENCE int8"], [0, 1])),
    };

    [Fact]
    public void Of_a_virtual_table()
    {
        var bound = Bind("FROM crm.parts TO there MODE REPLICATION");
        bound.Table.ShouldNotBeNull().Name.ShouldBe("parts");
        (bound.Source.Name, bound.RemoteSchema, bound.TargetSchema, bound.TargetName, bound.HasTarget, bound.QueryText).ShouldBe(("hana", null, "public", "there", false, null));
        bound.Accesses.Select(access => $"{access.Action} {string.Join(',', access.Columns)}").ShouldBe(["Select 0,1,2,3"]);
    }

    [Fact]
    public void Of_rows_of_one()
    {
        var bound = Bind("FROM crm.parts TO public.there MODE LOGICAL DELETE WHERE parts.amount > 1 AND note = 'x'");
        bound.QueryText.ShouldBe("SELECT id, place, amount, note FROM crm.parts WHERE parts.amount > 1 AND note = 'x'");
        bound.Names.Single().Name.ShouldBe(["crm", "parts"]);
    }

    [Fact]
    public void Into_a_table_that_is_there_and_fits()
    {
        var bound = Bind("FROM crm.parts TO plain MODE REPLICATION");
        bound.HasTarget.ShouldBeTrue();
        bound.Accesses.Select(access => access.Action).ShouldBe([TableAction.Select, TableAction.Insert, TableAction.Update, TableAction.Delete], ignoreOrder: true);
        Bind("FROM crm.parts TO marked MODE PRESERVE ALL").HasTarget.ShouldBeTrue();
    }

    [Fact]
    public void Of_all_tables_of_a_schema()
    {
        var bound = Bind("FROM hana.\"Sales\" TO crm MODE PRESERVE ALL");
        (bound.Table, bound.RemoteSchema, bound.TargetSchema, bound.TargetName).ShouldBe((null, "Sales", "crm", null));
    }

    [Theory]
    [InlineData("FROM crm.nothing TO x MODE REPLICATION", "42P01 32 relation \"crm.nothing\" does not exist")]
    [InlineData("FROM nothing TO x MODE REPLICATION", "42P01 32 relation \"nothing\" does not exist")]
    [InlineData("FROM t TO x MODE REPLICATION", "42809 32 \"t\" is not a virtual table")]
    [InlineData("FROM a.b.c TO x MODE REPLICATION", "0A000 32 a name of more than two parts here is not supported")]
    [InlineData("FROM crm.parts TO nowhere.x MODE REPLICATION", "3F000 45 schema \"nowhere\" does not exist")]
    [InlineData("FROM hana.sales TO nowhere MODE REPLICATION", "3F000 46 schema \"nowhere\" does not exist")]
    [InlineData("FROM hana.sales TO public.x MODE REPLICATION", "42P17 46 all tables of a schema go to a schema, whose name has one part")]
    [InlineData("FROM crm.\"INVOICES\" TO x MODE LOGICAL DELETE", "42P17 32 LOGICAL DELETE takes a key, and virtual table \"INVOICES\" has none")]
    [InlineData("FROM crm.parts TO x MODE REPLICATION WHERE cost > 1", "42703 70 column \"cost\" does not exist")]
    [InlineData("FROM crm.parts TO x MODE REPLICATION WHERE id = (SELECT 1)", "0A000 70 a subquery in a remote subscription is not supported")]
    [InlineData("FROM crm.parts TO x MODE REPLICATION WHERE random() > 0.5", "0A000 70 function random, which does not always answer the same, in a remote subscription is not supported")]
    [InlineData("FROM crm.parts TO x MODE REPLICATION REALTIME ONLY PARTITION BY RANGE (id) (5)", "42P17 78 REALTIME ONLY loads nothing that PARTITION BY could cut")]
    [InlineData("FROM crm.parts TO marked MODE REPLICATION", "42804 45 column \"_CHANGE_TYPE\" of table \"marked\" gets nothing from the subscription")]
    [InlineData("FROM crm.parts TO plain MODE LOGICAL DELETE", "42703 45 column \"_CHANGE_TYPE\" of relation \"plain\" does not exist")]
    [InlineData("FROM crm.parts TO keyed MODE PRESERVE ALL", "42P17 45 INSERT writes a row for each change, which the key keyed_pkey of table \"keyed\" would refuse")]
    [InlineData("FROM crm.parts TO crm.parts MODE REPLICATION", "42809 45 \"parts\" is not a local table")]
    public void What_cannot_be_replicated_is_refused(string definition, string error)
    {
        var thrown = Should.Throw<GatewayException>(() => Bind(definition));
        $"{thrown.State} {(thrown.Position + 1)?.ToString(CultureInfo.InvariantCulture) ?? "-"} {thrown.Message}".ShouldBe(error);
    }

    [Fact]
    public void Parts_by_values_of_the_columns_type()
    {
        var bound = BindParts("PARTITION BY RANGE (ID) ('10', 20)");
        bound.Column.ShouldBe(0);
        bound.Values.Single().Select(value => value.ToString()).ShouldBe(["10", "20"]);
        BindParts("PARTITION BY LIST (place) (('a', 'b'), ('c'))").Values.Select(list => list.Count).ShouldBe([2, 1]);
        BindParts("PARTITION BY RANGE (amount) PARTITIONS 64").Values.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PARTITION BY RANGE (cost) (5)", "42703 84 column \"cost\" does not exist")]
    [InlineData("PARTITION BY RANGE (\"ID\") (5)", "42703 84 column \"ID\" does not exist")]
    [InlineData("PARTITION BY RANGE (place) PARTITIONS 4", "42804 84 column \"place\" of type text cannot be cut into ranges of equal width")]
    [InlineData("PARTITION BY RANGE (id) PARTITIONS 1", "22023 64 a table is loaded in 2 to 64 parts, not in 1")]
    [InlineData("PARTITION BY RANGE (id) PARTITIONS 65", "22023 64 a table is loaded in 2 to 64 parts, not in 65")]
    [InlineData("PARTITION BY RANGE (id) (1, 'x')", "22P02 92 invalid input syntax for type integer: \"x\"")]
    [InlineData("PARTITION BY RANGE (id) (1, amount)", "42703 92 column \"amount\" does not exist")]
    [InlineData("PARTITION BY LIST (id) ((1), (true))", "42846 94 cannot cast type boolean to integer")]
    public void Parts_that_cannot_be_are_refused(string clause, string error)
    {
        var thrown = Should.Throw<GatewayException>(() => BindParts(clause));
        $"{thrown.State} {(thrown.Position + 1)?.ToString(CultureInfo.InvariantCulture) ?? "-"} {thrown.Message}".ShouldBe(error);
    }

    private static BoundPartitions BindParts(string clause)
    {
        var create = (Ast.CreateReplicationTaskStatement)SqlParser.Parse($"CREATE REPLICATION TASK x FROM crm.parts TO x MODE REPLICATION {clause}")[0].Statement;
        return new StatementBinder(Context).BindPartitions(create.Partitions!, (VirtualTableEntry)Context.Snapshot.FindRelation("crm", "parts")!);
    }

    private static BoundTask Bind(string definition) =>
        new StatementBinder(Context).BindTask((Ast.CreateReplicationTaskStatement)SqlParser.Parse($"CREATE REPLICATION TASK x {definition}")[0].Statement);

    private static RemoteSourceEntry Source() => Sql.Context.Snapshot.Sources.FindExact("hana") ?? new RemoteSourceEntry(9_000, "hana", "hana", [], [], 1, HasCredential: false);

    private static LocalTableEntry Table(string name, string[] columns, int[] key)
    {
        var oid = 10_000 + name.Sum(letter => letter);
        var handle = new TableHandle(
            TableHandle.LocalSource, ["public", name], $"public.{name}",
            columns.Select(text => text.Split(' ', 2)).Select(words => new TableColumn(words[0], words[0], words[1] == "varchar(2)" ? SqlType.VarChar(2) : new SqlType(SqlTypeNames.Parse(words[1])!.Value), true)).ToEquatableArray(),
            key.Length == 0 ? [] : [new TableKey(true, key.ToEquatableArray(), $"{name}_pkey")], TableOid: oid);
        return new LocalTableEntry(oid, "public", name, handle);
    }
}
