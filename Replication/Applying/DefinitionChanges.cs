using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;

namespace FederationGateway.Replication.Applying;

/// <summary>Another definition of a captured table, in the midst of its changes.</summary>
internal static class DefinitionChanges
{
    /// <summary>
    /// The member as it goes on behind the change: when that concerns nothing it names, when the virtual table says the same already, because somebody has seen to it, or when IGNORE was said. Otherwise
    /// it stands before the transaction of the change.
    /// </summary>
    public static Member Follow(Member member, long chunk, TableDefinitionChange change, MemberPlans plans, CatalogSnapshot snapshot)
    {
        var place = PlaceOf(chunk, change);
        if (!member.Progress.Ignored.Contains(place) && (change.Definition is null || member.Entry.SchemaChanges == SchemaChangePropagation.None) && !IsUntouched(member, change) && !Fits(snapshot, member.Entry, change))
        {
            var number = change.Definition is null ? ExceptionNumbers.SourceTableDropped : ExceptionNumbers.SchemaChanged;
            throw Failure(member, chunk, change, new RowConflictException(0, number, SqlState.ObjectNotInPrerequisiteState, Describe(member.Table.Definition, change.Definition)));
        }

        try
        {
            return change.Definition is { } definition ? plans.Make(snapshot, member.Entry, member.Progress, new CapturedTableRecord(change.Table, definition, chunk)) : member;
        }
        catch (GatewayException e)
        {
            throw Failure(member, chunk, change, new RowConflictException(0, ExceptionNumbers.DefinitionDoesNotFit, e.State, e.Message));
        }
    }

    /// <summary>Whether the change is to be brought to the virtual table first, and to the target.</summary>
    public static bool IsPropagated(Member member, long chunk, TableDefinitionChange change) =>
        member.Table.Id == change.Table && member.Entry.SchemaChanges != SchemaChangePropagation.None && change.Definition is not null && !member.Progress.Ignored.Contains(PlaceOf(chunk, change));

    /// <summary>Brings the change to virtual table and target, and says which rows lack something then.</summary>
    public static DefinitionPropagation.LackingRows? Propagate(Member member, long chunk, TableDefinitionChange change, CatalogTransaction catalog, CancellationToken cancellationToken)
    {
        try
        {
            return new DefinitionPropagation(catalog, member, change.Definition!, cancellationToken).Run();
        }
        catch (GatewayException e) when (!ApplierExceptions.IsTransient(e))
        {
            var message = (e.Detail ?? e.Hint) is { } more ? $"{e.Message}: {more}" : e.Message;
            throw Failure(member, chunk, change, new RowConflictException(0, ExceptionNumbers.SchemaChanged, e.State, $"{Describe(member.Table.Definition, change.Definition)}, which cannot be followed here: {message}"));
        }
    }

    private static ChangePlace PlaceOf(long chunk, TableDefinitionChange change) => new(chunk, change.Table, 0, 0);

    private static ApplyFailedException Failure(Member member, long chunk, TableDefinitionChange change, RowConflictException cause) =>
        new(member, cause, new FailedRow(PlaceOf(chunk, change), ChangeType: null, MustBeNew: false, Position: null, Key: null), rows: 0, chunk);

    public static string Describe(RemoteTable before, RemoteTable? after)
    {
        if (after is null) return $"table {before.Name} was dropped at the source";
        var old = before.Columns.ToDictionary(column => column.RemoteName, StringComparer.Ordinal);
        var now = after.Columns.ToDictionary(column => column.RemoteName, StringComparer.Ordinal);
        List<string> changes =
        [
            .. before.Columns.Where(column => !now.ContainsKey(column.RemoteName)).Select(column => $"column {column.RemoteName} is gone"),
            .. after.Columns.Where(column => !old.ContainsKey(column.RemoteName)).Select(column => $"column {column.RemoteName} {column.Type} is new"),
            .. after.Columns.Where(column => old.TryGetValue(column.RemoteName, out var was) && was.Type != column.Type).Select(column => $"column {column.RemoteName} is {column.Type} instead of {old[column.RemoteName].Type}"),
        ];
        if (changes.Count == 0) changes.Add("its columns or what identifies its rows are others");
        return $"table {after.Name} has changed at the source: {string.Join(", ", changes)}";
    }

    // ON takes all columns, also those that come.
    private static bool IsUntouched(Member member, TableDefinitionChange change)
    {
        if (member.Entry.Query is null || change.Definition is not { } definition) return false;
        var sql = member.Writer.Sql;
        var now = definition.Columns.ToDictionary(column => column.RemoteName, column => column.Type, StringComparer.Ordinal);
        var named = sql.ValueSources.Union(sql.FilterSources).Union(sql.KeySources).Select(ordinal => member.Table.Definition.Columns[ordinal]);
        return named.All(column => now.TryGetValue(column.RemoteName, out var type) && type == column.Type) && KeyOf(definition).SequenceEqual(KeyOf(member.Table.Definition), StringComparer.Ordinal);
    }

    private static IEnumerable<string> KeyOf(RemoteTable table) => new CapturedTable(0, table).Key.Select(ordinal => table.Columns[ordinal].RemoteName);

    /// <summary>Whether the virtual table says of its columns what the change does.</summary>
    public static bool Fits(CatalogSnapshot snapshot, SubscriptionEntry subscription, TableDefinitionChange change) =>
        change.Definition is { } definition && snapshot.RelationsByOid.GetValueOrDefault(subscription.VirtualTable) is VirtualTableEntry table && IsAs(table, definition);

    public static bool IsAs(VirtualTableEntry table, RemoteTable definition) =>
        table.Columns.Select(column => (column.RemoteName, column.Type)).SequenceEqual(definition.Columns.Select(column => (column.RemoteName, column.Type)));
}
