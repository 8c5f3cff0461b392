using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;
using FederationGateway.Replication.Applying;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>Targets of subscriptions that take the columns of a source's table under the same names, whatever they show of changes.</summary>
internal static class Targets
{
    private const string Type = "_change_type";
    private const string Time = "_change_time";
    private const string Sequence = "_change_sequence";

    /// <param name="query">The columns of AS (SELECT …); null for ON, which takes all of them.</param>
    public static LocalTableEntry Create(
        CatalogTransaction change, string name, RemoteTable source, ChangeMode mode, bool hasKey = true, SqlType? time = null, Func<NewColumn, NewColumn>? column = null, string[]? query = null)
    {
        var columns = source.Columns.Where(remote => query?.Contains(remote.Name) != false).Select(remote => new NewColumn(remote.Name, remote.Type, mode == ChangeMode.Insert || remote.IsNullable)).Select(column ?? (same => same)).ToList();
        if (mode != ChangeMode.Normal) columns.AddRange([new NewColumn(Type, SqlType.VarChar(2)), new NewColumn(Time, time ?? SqlType.Timestamp)]);
        if (mode == ChangeMode.Insert) columns.Add(new NewColumn(Sequence, SqlType.Int4));
        var key = source.Keys.Count > 0 && hasKey && mode != ChangeMode.Insert ? [new NewKey(true, source.Keys[0].Ordinals.Select(ordinal => source.Columns[ordinal].Name).ToEquatableArray())] : Array.Empty<NewKey>();
        return LocalTables.Create(change, "public", name, columns, key, "admin");
    }

    /// <summary>The subscription with the target's columns for changes.</summary>
    public static SubscriptionEntry SubscribedBy(SubscriptionEntry subscription, LocalTableEntry target)
    {
        string? Physical(string wanted) => target.Columns.FirstOrDefault(found => found.Name == wanted)?.RemoteName;
        return subscription with { ChangeTypeColumn = Physical(Type), ChangeTimeColumn = Physical(Time), ChangeSequenceColumn = Physical(Sequence) };
    }

    public static AppliedSubscription Plan(CatalogSnapshot snapshot, SubscriptionEntry subscription, CapturedTableRecord table, Func<IReadOnlyList<OutputColumn>, Expression>? filter)
    {
        var ids = new ColumnIds();
        var columns = table.Definition.Columns.Select(column => new OutputColumn(ids.Next(), column.Name, column.Type, column.IsNullable)).ToEquatableArray();
        var target = (LocalTableEntry)snapshot.RelationsByOid[subscription.Target.Object!.Value];
        var pairs = columns.Select((column, i) => (Source: i, Column: column, Target: target.Columns.ToList().FindIndex(found => found.Name == column.Name))).Where(pair => pair.Target >= 0).ToList();
        var key = table.Definition.Keys.Count == 0 ? [] : table.Definition.Keys[0].Ordinals.ToArray();
        return new AppliedSubscription(
            subscription, target, table.Id, columns, pairs.Select(pair => pair.Target).ToEquatableArray(),
            pairs.Select(pair => target.Columns[pair.Target].Type == pair.Column.Type ? (Expression)pair.Column.ToExpression() : new CastExpression(pair.Column.ToExpression(), target.Columns[pair.Target].Type)).ToEquatableArray(),
            filter?.Invoke(columns), key.Select(ordinal => pairs.First(pair => pair.Source == ordinal).Target).ToEquatableArray());
    }

    /// <summary>A target's rows, each as text, in order; NULL for null.</summary>
    /// <param name="columns">Which of its columns; all of them when there are none.</param>
    public static string[] Rows(DuckDbConnection connection, LocalTableEntry target, params string[] columns)
    {
        var shown = columns.Length == 0 ? [.. target.Columns] : columns.Select(name => target.Columns.First(column => column.Name == name)).ToArray();
        var texts = shown.Select(column => $"coalesce(CAST({column.RemoteName} AS VARCHAR), 'NULL')");
        List<string> rows = [.. Texts(connection, $"SELECT concat_ws(' ', {string.Join(", ", texts)}) FROM {LocalTables.PhysicalName(target.Oid)}")];
        rows.Sort(StringComparer.Ordinal);
        return [.. rows];
    }

    /// <summary>The texts that a query of the engine has.</summary>
    public static IReadOnlyList<string> Texts(DuckDbConnection connection, string query)
    {
        using var result = connection.OpenResult(query, new Schema([new Field("row", SqlType.Text)]), CancellationToken.None);
        List<string> rows = [];
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) rows.Add(batch.Column(0).GetString(i));
        }

        return rows;
    }
}
