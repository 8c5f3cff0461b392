using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Replication.Provisioning;

/// <summary>Which tables a capture has, and which of them somebody needs.</summary>
internal static class CaptureTables
{
    /// <summary>The tables as the adapter is told of them: each once, as it was defined last.</summary>
    public static IReadOnlyList<CapturedTable> Of(CaptureRecord capture) =>
        [.. capture.Tables.GroupBy(table => table.Id).Select(same => same.MaxBy(table => table.SinceChunk)!).OrderBy(table => table.Id).Select(table => new CapturedTable(table.Id, table.Definition))];

    /// <summary>The capture with a table, and the table in it: the one that is there when it is defined alike.</summary>
    /// <param name="sinceChunk">What the backlog ends with: rows of a new table come behind it.</param>
    /// <exception cref="GatewayException">55000 when the table is captured by another definition.</exception>
    public static (CaptureRecord Capture, CapturedTableRecord Table) With(CaptureRecord capture, RemoteTable definition, long sinceChunk)
    {
        definition = definition with { Statistics = null, Columns = definition.Columns.Select(column => column with { Statistics = null }).ToEquatableArray() };
        // What is read is read as each virtual table says, apart from others of the same object.
        if (capture.Tables.Where(table => capture.IsPolled ? IsReadAlike(table.Definition, definition) : table.Definition.Path == definition.Path).MaxBy(table => table.SinceChunk) is { } known)
        {
            if (!IsAlike(known.Definition, definition))
            {
                throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"table \"{definition.Name.Object}\" of the source is not defined any more as it was captured for other subscriptions")
                {
                    Hint = "RESET those subscriptions first, or process their exceptions.",
                };
            }

            return (capture, known);
        }

        var added = new CapturedTableRecord(capture.NextTable, definition, sinceChunk);
        return (capture with { Tables = [.. capture.Tables, added], NextTable = capture.NextTable + 1, IsUnsettled = true }, added);
    }

    /// <summary>The capture with only those tables that subscriptions past CREATED read.</summary>
    public static CaptureRecord OnlyUsed(CaptureRecord capture, IEnumerable<SubscriptionProgress> progress)
    {
        var used = progress.Select(known => known.CapturedTable).ToHashSet();
        return capture.Tables.All(table => used.Contains(table.Id)) ? capture : capture with { Tables = capture.Tables.Where(table => used.Contains(table.Id)).ToEquatableArray(), IsUnsettled = true };
    }

    private static bool IsReadAlike(RemoteTable one, RemoteTable other) =>
        one.Path == other.Path && one.Properties == other.Properties && one.Columns.Select(column => column.Name).SequenceEqual(other.Columns.Select(column => column.Name)) && IsAlike(one, other);

    private static bool IsAlike(RemoteTable one, RemoteTable other) =>
        one.Keys == other.Keys && one.Columns.Select(column => (column.RemoteName, column.Type)).SequenceEqual(other.Columns.Select(column => (column.RemoteName, column.Type)));
}
