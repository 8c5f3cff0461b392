using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Parser;
using FederationGateway.Plan;
using Ast = FederationGateway.Parser.Ast;

namespace FederationGateway.Binder.Tests.Statements;

/// <summary>Over crm.parts (id int4!, place text!, amount int4, note varchar(5); key id, place) of a source.</summary>
public sealed class SubscriptionTests
{
    private static readonly BindingContext Context = Sql.Context with
    {
        Snapshot = Sql.Context.Snapshot
            .With(Table("same", ["id int8", "place text", "amount int4", "note text"], []))
            .With(Table("marked", ["id int4", "place text", "amount int4", "note text", "kind varchar(2)", "at timestamp", "nr int4"], [])),
    };

    [Fact]
    public void On_matches_columns_by_name()
    {
        var bound = Bind("ON crm.parts TARGET turned");
        bound.TargetOrdinals.ShouldBe([3, 2, 1, 0]);
        bound.Values.Select(value => $"{value} {value.Type.Kind}").ShouldBe(["id Int8", "place Text", "amount Int4", "note Text"]);
        bound.Keys.ShouldBe([3, 2]);
        bound.Filter.ShouldBeNull();
    }

    [Fact]
    public void As_matches_them_by_position()
    {
        var bound = Bind("AS (SELECT p.place, p.id, amount * 2, 'x' FROM crm.parts p WHERE amount > 5 AND p.note IS NOT NULL) TARGET other");
        bound.TargetOrdinals.ShouldBe([0, 1, 2, 3]);
        bound.Values.Select(value => value.ToString()).ShouldBe(["place", "id", "amount * 2", "'x'"]);
        bound.Filter.ShouldNotBeNull().ToString().ShouldBe("(amount > 5) AND (note IS NOT NULL)");
        bound.Keys.ShouldBe([1, 0]);
        bound.Names.Single().Name.ShouldBe(["crm", "parts"]);
    }

    [Fact]
    public void Columns_for_changes_are_left_out()
    {
        var bound = Bind("ON crm.parts TARGET marked CHANGE TYPE COLUMN kind CHANGE TIME COLUMN at CHANGE SEQUENCE COLUMN nr INSERT");
        bound.TargetOrdinals.ShouldBe([0, 1, 2, 3]);
        bound.Keys.ShouldBe([0, 1]);
    }

    [Fact]
    public void A_key_that_is_changed_or_left_out_in_part_is_none()
    {
        Bind("AS (SELECT id, lower(place), amount, note FROM crm.parts) TARGET same").Keys.ShouldBeEmpty();
        Bind("AS (SELECT id, note FROM crm.parts) TARGET two").Keys.ShouldBeEmpty();
    }

    [Fact]
    public void What_it_takes_is_to_read_the_one_and_to_write_the_other()
    {
        var accesses = Bind("AS (SELECT id, note FROM crm.parts WHERE amount > 1) TARGET two").Accesses;
        accesses.Select(access => $"{access.Action} {string.Join(',', access.Columns)}").ShouldBe(["Select 0,2,3", "Insert 0,1", "Update 0,1", "Delete "], ignoreOrder: true);
    }

    [Fact]
    public void A_stored_one_reads_the_captured_columns_by_their_names_at_the_source()
    {
        var snapshot = Snapshot();
        var names = Bind("AS (SELECT id, note FROM crm.parts WHERE amount > 1) TARGET two").Names;
        var entry = new SubscriptionEntry(1, "public", "s", "ada", 2, snapshot.FindRelation("crm", "parts")!.Oid, new SubscriptionTarget(TargetKind.Table, snapshot.FindRelation("public", "two")!.Oid))
        {
            Query = new StoredExpression("SELECT id, note FROM crm.parts WHERE amount > 1", ["public"], null, null, names),
        };
        RemoteTable Captured(params (string Name, SqlType Type)[] columns) => new(
            new RemoteObjectName(null, "crm", "parts"), ["crm", "parts"], columns.Select(column => new TableColumn(column.Name, column.Name, column.Type, false)).ToEquatableArray(), [new TableKey(true, [1])]);

        var bound = new StatementBinder(Context with { Snapshot = snapshot }).BindSubscription(entry, Captured(("amount", SqlType.Int8), ("id", SqlType.Int4), ("extra", SqlType.Bytea), ("note", SqlType.VarChar(5))));
        bound.Columns.Select(column => column.Name).ShouldBe(["amount", "id", "extra", "note"]);
        bound.Values.Select(value => value.ToString()).ShouldBe(["id", "note"]);
        bound.Values[0].Columns().Single().Id.ShouldBe(bound.Columns[1].Id);
        bound.Filter.ShouldNotBeNull().ToString().ShouldBe("amount > 1");
        bound.Keys.ShouldBe([0]);

        var gone = Should.Throw<GatewayException>(() => new StatementBinder(Context with { Snapshot = snapshot }).BindSubscription(entry, Captured(("id", SqlType.Int4), ("note", SqlType.Text))));
        $"{gone.State} {gone.Message}".ShouldBe("42703 column \"amount\" of the source's table \"parts\" is gone");
    }

    [Theory]
    [InlineData("ON crm.nothing TARGET same", "42P01 35 relation \"crm.nothing\" does not exist")]
    [InlineData("ON t TARGET same", "42809 35 \"t\" is not a virtual table")]
    [InlineData("ON v TARGET same", "42809 35 \"v\" is not a virtual table")]
    [InlineData("ON crm.parts TARGET nothing", "42P01 52 relation \"nothing\" does not exist")]
    [InlineData("ON crm.parts TARGET crm.parts", "42809 52 \"parts\" is not a local table")]
    [InlineData("ON crm.parts TARGET two", "42804 52 table \"two\" has no column for column \"place\" of the virtual table")]
    [InlineData("ON crm.parts TARGET marked", "42804 52 column \"kind\" of table \"marked\" gets nothing from the subscription")]
    [InlineData("AS (SELECT id FROM crm.parts) TARGET two", "42804 69 column \"note\" of table \"two\" gets nothing from the subscription")]
    [InlineData("AS (SELECT id, note, amount FROM crm.parts) TARGET two", "42804 83 the subscription has 3 columns, and table \"two\" has 2 for them")]
    [InlineData("AS (SELECT note, id FROM crm.parts) TARGET two", "42804 43 column \"id\" is of type integer but expression is of type character varying")]
    [InlineData("AS (SELECT id, note FROM crm.parts, t) TARGET two", "0A000 68 a join in a remote subscription is not supported")]
    [InlineData("AS (SELECT p.id, note FROM crm.parts p JOIN t ON true) TARGET two", "0A000 59 a join in a remote subscription is not supported")]
    [InlineData("AS (SELECT id, note FROM (SELECT * FROM crm.parts) x) TARGET two", "0A000 57 a subquery in a remote subscription is not supported")]
    [InlineData("AS (SELECT 1, 'x') TARGET two", "0A000 36 anything but one virtual table in FROM in a remote subscription is not supported")]
    [InlineData("AS (SELECT id, note FROM crm.parts ORDER BY 1) TARGET two", "0A000 76 ORDER BY in a remote subscription is not supported")]
    [InlineData("AS (SELECT id, note FROM crm.parts LIMIT 1) TARGET two", "0A000 67 LIMIT in a remote subscription is not supported")]
    [InlineData("AS (SELECT DISTINCT id, note FROM crm.parts) TARGET two", "0A000 43 DISTINCT in a remote subscription is not supported")]
    [InlineData("AS (SELECT id, note FROM crm.parts GROUP BY 1, 2) TARGET two", "0A000 67 GROUP BY in a remote subscription is not supported")]
    [InlineData("AS (SELECT count(*), 'x' FROM crm.parts) TARGET two", "0A000 36 an aggregate in a remote subscription is not supported")]
    [InlineData("AS (SELECT rank() OVER (ORDER BY id), 'x' FROM crm.parts) TARGET two", "0A000 36 a window function in a remote subscription is not supported")]
    [InlineData("AS (SELECT id, note FROM crm.parts UNION SELECT 1, 'x') TARGET two", "0A000 36 anything but a SELECT in a remote subscription is not supported")]
    [InlineData("AS (SELECT id, (SELECT 'x') FROM crm.parts) TARGET two", "0A000 36 a subquery in a remote subscription is not supported")]
    [InlineData("AS (SELECT id, note FROM crm.parts WHERE random() > 0.5) TARGET two", "0A000 36 function random, which does not always answer the same, in a remote subscription is not supported")]
    [InlineData("AS (SELECT a, b FROM t) TARGET two", "42809 53 \"t\" is not a virtual table")]
    [InlineData("AS (SELECT id, note FROM crm.parts WHERE id = $1) TARGET two", "42P02 36 there is no parameter $1")]
    [InlineData("ON crm.parts TARGET marked CHANGE TYPE COLUMN kind CHANGE TIME COLUMN at CHANGE SEQUENCE COLUMN kind INSERT", "42701 128 column \"kind\" specified more than once")]
    [InlineData("ON crm.parts TARGET marked CHANGE TYPE COLUMN kind CHANGE TYPE COLUMN note INSERT", "42601 83 CHANGE TYPE COLUMN is given twice")]
    [InlineData("ON crm.parts TARGET marked CHANGE TYPE COLUMN nr INSERT", "42804 78 column \"nr\" of type integer cannot be the TYPE COLUMN of changes")]
    [InlineData("ON crm.parts TARGET marked CHANGE TIME COLUMN kind INSERT", "42804 78 column \"kind\" of type character varying cannot be the TIME COLUMN of changes")]
    [InlineData("ON crm.parts TARGET marked CHANGE SEQUENCE COLUMN kind INSERT", "42804 82 column \"kind\" of type character varying cannot be the SEQUENCE COLUMN of changes")]
    [InlineData("ON crm.parts TARGET marked CHANGE TYPE COLUMN gone INSERT", "42703 78 column \"gone\" of relation \"marked\" does not exist")]
    [InlineData("ON crm.parts TARGET marked CHANGE TYPE COLUMN kind CHANGE TIME COLUMN at CHANGE SEQUENCE COLUMN nr", "42P17 59 columns for changes go with UPSERT or INSERT only")]
    [InlineData("ON crm.parts TARGET marked CHANGE TYPE COLUMN kind CHANGE TIME COLUMN at CHANGE SEQUENCE COLUMN nr UPSERT", "42P17 105 CHANGE SEQUENCE COLUMN goes with INSERT only")]
    [InlineData("ON crm.parts TARGET same UPSERT", "42P17 45 UPSERT takes a CHANGE TYPE COLUMN")]
    [InlineData("ON crm.\"INVOICES\" TARGET bills CHANGE TYPE COLUMN kind UPSERT", "42P17 50 UPSERT takes a key, and the subscription has none of virtual table \"INVOICES\"")]
    [InlineData("ON crm.parts TARGET keyed CHANGE TYPE COLUMN kind INSERT", "42P17 52 INSERT writes a row for each change, which the key keyed_pkey of table \"keyed\" would refuse")]
    [InlineData("AS (SELECT id, place, at FROM crm.stamped) TARGET dated", "0A000 36 a conversion that depends on a session's time zone in a remote subscription is not supported")]
    [InlineData("ON crm.parts TARGET TASK x", "42704 57 task \"x\" does not exist")]
    [InlineData("ON crm.parts TARGET PROCEDURE x", "42883 62 procedure x does not exist")]
    public void What_cannot_be_followed_change_by_change_is_refused(string definition, string error)
    {
        var thrown = Should.Throw<GatewayException>(() => Bind(definition));
        $"{thrown.State} {(thrown.Position + 1)?.ToString(CultureInfo.InvariantCulture) ?? "-"} {thrown.Message}".ShouldBe(error);
    }

    private static BoundSubscription Bind(string definition) => new StatementBinder(Context with { Snapshot = Snapshot() })
        .BindSubscription((Ast.CreateRemoteSubscriptionStatement)SqlParser.Parse($"CREATE REMOTE SUBSCRIPTION sub {definition}")[0].Statement);

    private static CatalogSnapshot Snapshot() => Context.Snapshot
        .With(Table("turned", ["note text", "amount int4", "place text", "id int8"], []))
        .With(Table("other", ["place text", "id int4", "amount int4", "note text"], []))
        .With(Table("two", ["id int4", "note text"], []))
        .With(Table("kept", ["id int4", "place text", "amount int4", "note text", "kind text", "nr int4"], []))
        .With(Table("bills", ["ID int4", "TOTAL numeric", "NOTE text", "kind text"], []))
        .With(Table("keyed", ["id int4", "place text", "amount int4", "note text", "kind text"], [0, 1]))
        .With(Table("dated", ["id int4", "place text", "at date"], []))
        .With(new VirtualTableEntry(9_999, "crm", "stamped", "hana", new RemoteObjectName(null, "crm", "stamped"), Handle("hana", 9_999, "crm", "stamped", ["id int4", "place text", "at timestamptz"], [])));

    private static LocalTableEntry Table(string name, string[] columns, int[] key) => new(10_000 + name.Sum(letter => letter), "public", name, Handle(TableHandle.LocalSource, 10_000 + name.Sum(letter => letter), "public", name, columns, key));

    private static TableHandle Handle(string source, long oid, string schema, string name, string[] columns, int[] key) => new(
        source, [schema, name], $"{schema}.{name}", columns.Select(text => text.Split(' ', 2)).Select(words => new TableColumn(words[0], words[0], Type(words[1]), true)).ToEquatableArray(),
        key.Length == 0 ? [] : [new TableKey(true, key.ToEquatableArray(), $"{name}_pkey")], TableOid: oid);

    private static SqlType Type(string name) => name == "varchar(2)" ? SqlType.VarChar(2) : new SqlType(SqlTypeNames.Parse(name)!.Value);
}
