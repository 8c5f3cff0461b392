using System.Globalization;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;

// Changes the catalog of a data directory until it is killed. Each change makes schema s<n> with table t of n rows, and drops schema s<n - 3>. A line with n is
// written only after the change was committed: whoever has read it may rely on the change.
using var store = CatalogStore.Open(new CatalogStoreOptions(args[0]) { Threads = 1 }, BuiltInCatalog.Snapshot);
using var connection = store.Connect();
var output = Console.Out;
var first = store.Current.Schemas.Values.Where(schema => schema.Name[0] == 's').Select(schema => int.Parse(schema.Name.AsSpan(1), CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max() + 1;
output.WriteLine("ready");
output.Flush();
for (var number = first; ; number++)
{
    connection.Execute("BEGIN", CancellationToken.None);
    using var change = await store.BeginAsync(connection, CancellationToken.None);
    var schema = string.Create(CultureInfo.InvariantCulture, $"s{number}");
    SchemaChanges.Create(change, schema, ifNotExists: false, "admin");
    var table = LocalTables.Create(change, schema, "t", [new NewColumn("id", SqlType.Int8), new NewColumn("text", SqlType.Text)], [new NewKey(true, ["id"])], "admin");
    connection.Execute($"INSERT INTO {LocalTables.PhysicalName(table.Oid)} SELECT i, 'row ' || i FROM range({number}) r(i)", CancellationToken.None);
    SchemaChanges.Drop(change, string.Create(CultureInfo.InvariantCulture, $"s{number - 3}"), ifExists: true, cascade: true);
    connection.Execute("COMMIT", CancellationToken.None);
    change.Publish();
    output.WriteLine(number);
    output.Flush();
}
