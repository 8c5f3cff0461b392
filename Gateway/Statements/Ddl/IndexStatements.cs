using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE INDEX and DROP INDEX on local tables: a unique one is a key the store keeps, any other is noted for clients to see.</summary>
internal static class IndexStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreateIndexStatement create)
    {
        if (create.Where is { } condition) throw GatewayException.Unsupported("a partial index", condition.Span);
        if (create.Method is { } method && !method.Text.Equals("btree", StringComparison.Ordinal)) throw GatewayException.Unsupported($"an index of method {method}", method.Span);
        if (create.Columns.FirstOrDefault(item => item.Expression is not ColumnReference { Name.Parts.Count: 1 }) is { } other) throw GatewayException.Unsupported("an index on an expression", other.Span);
        return new PreparedCommand(parsed, "CREATE INDEX", run => DdlRun.ChangeAsync(run, catalog =>
        {
            var table = Table(run, catalog, create.Table);
            if (create.IfNotExists && create.Name is { } known && RelationNames.IsTaken(catalog.Snapshot, table.Schema, known.Text))
            {
                run.Session.Notice($"relation \"{known.Text}\" already exists, skipping", "42P07");
                return;
            }

            if (create.Unique) KeyAlterations.AddKey(catalog, table, new NewKey(IsPrimary: false, create.Columns.Select(NameOf).ToEquatableArray(), create.Name?.Text, IsIndexOnly: true), run.CancellationToken);
            else KeyAlterations.AddIndex(catalog, table, create.Name?.Text, create.Columns.Select(item => ColumnOf(table, item)).ToEquatableArray());
        }));
    }

    public static Prepared PrepareDrop(ParsedStatement parsed, DropStatement drop) => new PreparedCommand(parsed, "DROP INDEX", run => DdlRun.ChangeAsync(run, catalog =>
    {
        foreach (var name in drop.Names) Drop(run, catalog, name, drop.IfExists);
    }));

    private static void Drop(StatementRun run, CatalogTransaction catalog, ObjectName name, bool ifExists)
    {
        if (Find(run, catalog.Snapshot, name) is not { } table)
        {
            if (DdlNames.FindRelation(run.Session, catalog.Snapshot, name) is not null) throw new GatewayException(SqlState.WrongObjectType, $"\"{name.Last}\" is not an index") { Position = name.Span.Start };
            if (!ifExists) throw new GatewayException(SqlState.UndefinedObject, $"index \"{name}\" does not exist") { Position = name.Span.Start };
            catalog.Notices.Add($"index \"{name.Last.Text}\" does not exist, skipping");
            return;
        }

        run.Session.Rights.RequireOwner(table);
        var number = table.Handle.Keys.ToList().FindIndex(key => key.Name == name.Last.Text);
        if (number < 0) KeyAlterations.DropIndex(catalog, table, name.Last.Text);
        else if (table.Handle.Keys[number].IsIndexOnly) KeyAlterations.DropKey(catalog, table, number, run.CancellationToken);
        else
        {
            throw new GatewayException(SqlState.DependentObjectsStillExist, $"cannot drop index {name} because constraint {name.Last} on table {table.Name} requires it")
            {
                Position = name.Span.Start,
                Hint = $"You can drop constraint {name.Last} on table {table.Name} instead.",
            };
        }
    }

    // An index is in its table's schema.
    private static LocalTableEntry? Find(StatementRun run, CatalogSnapshot snapshot, ObjectName name) =>
        (name.Schema is { } schema ? [schema.Text] : run.Session.SearchPath.AsEnumerable())
            .Select(snapshot.FindSchema).OfType<SchemaEntry>()
            .SelectMany(found => snapshot.Relations[found.Name].Values.OfType<LocalTableEntry>())
            .FirstOrDefault(table => table.Handle.Keys.Any(key => key.Name == name.Last.Text) || table.Indexes.Any(index => index.Name == name.Last.Text));

    private static LocalTableEntry Table(StatementRun run, CatalogTransaction catalog, ObjectName name) => DdlNames.OwnRelation(run.Session, catalog.Snapshot, name) switch
    {
        LocalTableEntry table => table,
        var other => throw new GatewayException(SqlState.WrongObjectType, $"cannot create index on relation \"{other.Name}\"")
        {
            Position = name.Span.Start,
            Detail = $"This operation is not supported for {(other is VirtualTableEntry ? "virtual tables" : "views")}.",
        },
    };

    private static string NameOf(SortItem item) => ((ColumnReference)item.Expression).Name.Last.Text;

    private static IndexColumn ColumnOf(LocalTableEntry table, SortItem item)
    {
        var ordinal = table.Columns.ToList().FindIndex(column => column.Name == NameOf(item));
        if (ordinal < 0) throw new GatewayException(SqlState.UndefinedColumn, $"column \"{NameOf(item)}\" does not exist") { Position = item.Span.Start };
        return new IndexColumn(ordinal, item.Descending, item.Nulls == NullsOrder.First || (item.Nulls == NullsOrder.Default && item.Descending));
    }
}
