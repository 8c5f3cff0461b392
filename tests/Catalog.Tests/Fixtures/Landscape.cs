using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Tests.Fixtures;

/// <summary>Objects of every kind: schema sales with a table, a view of it, a source and a virtual table.</summary>
internal static class Landscape
{
    public const string Secret = "s3cr3t-pässword";

    public static SampleStore Create()
    {
        var store = new SampleStore();
        store.Change(change =>
        {
            change.Add(new RoleEntry(change.NewOid(), "admin") { IsAdministrator = true, CanLogIn = true, PasswordVerifier = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy" });
            SchemaChanges.Create(change, "sales", ifNotExists: false, "admin");
            var orders = LocalTables.Create(
                change, "sales", "orders",
                [
                    new NewColumn("id", SqlType.Int8, Default: "1"), new NewColumn("Customer Name", SqlType.VarChar(40), Comment: "who"),
                    new NewColumn("total", SqlType.Numeric(15, 2), IsNullable: false), new NewColumn("tags", SqlType.ArrayOf(SqlTypeKind.Text)),
                ],
                [new NewKey(true, ["id"]), new NewKey(false, ["Customer Name", "total"])], "admin");
            Views.Create(
                change, "public", "big",
                new ViewQuery("SELECT id FROM sales.orders WHERE total > 100", ["public"], "Europe/Berlin", [new NameBinding(["sales", "orders"], orders.Oid, [new BoundColumn("id", SqlType.Int8)])]),
                [new TableColumn("id", "id", SqlType.Int8, true)], orReplace: false, "admin");
            var crm = RemoteSources.Create(
                change, "crm", "sample", [KeyValuePair.Create("host", "db.example"), KeyValuePair.Create("token", "in-the-wrong-place")],
                "PASSWORD", new Dictionary<string, string> { ["user"] = "reader", ["password"] = Secret }, "admin");
            VirtualTables.Create(change, "public", "customers", crm, Customers, hasExplicitColumns: false, [], SampleRuntime.Start, "admin");
            Comments.OnSchema(change, change.Snapshot.FindSchema("sales")!, "the orders");
            Comments.OnRelation(change, change.Snapshot.FindRelation("sales", "orders")!, "each order");
        });
        return store;
    }

    public static RemoteTable Customers { get; } = new(
        new RemoteObjectName("crm", "dbo", "Customers"), ["dbo", "Customers"],
        [
            new TableColumn("id", "ID", SqlType.Int4, IsNullable: false, "int"),
            new TableColumn("name", "name", SqlType.Text, IsNullable: true, "text", Statistics: new ColumnStatistics(90, 0.1, 12)),
        ],
        [new TableKey(true, [0], "pk_customers")], new TableStatistics(1200, 81920), Comment: "people who bought");
}
