using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>REMOTE_SUBSCRIPTIONS: what CREATE REMOTE SUBSCRIPTION defined.</summary>
public sealed class RemoteSubscriptions() : SysView("REMOTE_SUBSCRIPTIONS", 100)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        BigInt("SUBSCRIPTION_OID"), Text("SCHEMA_NAME"), Text("SUBSCRIPTION_NAME"), Text("OWNER_NAME"), Text("REMOTE_SOURCE_NAME"), Text("IS_VALID", 5), Text("SUBSCRIPTION_TYPE", 13),
        Text("VIRTUAL_TABLE_SCHEMA_NAME"), Text("VIRTUAL_TABLE_NAME"), LongText("SUBSCRIPTION_QUERY_STRING"), Text("TARGET_OBJECT_TYPE", 9), Text("TARGET_OBJECT_SCHEMA_NAME"), Text("TARGET_OBJECT_NAME"),
        Text("TARGET_OTHER_PARAM_STRING", 4000), Text("CHANGE_MODE", 6), Text("CHANGE_TYPE_COLUMN_NAME"), Text("CHANGE_TIME_COLUMN_NAME"), Text("CHANGE_SEQUENCE_COLUMN_NAME"), Text("SCHEMA_CHANGES", 5),
        Text("TASK_PROCEDURE_PARAMETERS", 5000), LongText("TARGET_STATEMENTS"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) => All(context).Select(subscription =>
    {
        var table = context.Snapshot.RelationsByOid.GetValueOrDefault(subscription.VirtualTable);
        var target = ChangeSets.TargetOf(context.Snapshot, subscription);
        string? NameOf(string? column) => column is null ? null : target?.Columns.FirstOrDefault(known => known.RemoteName == column)?.Name;
        bool IsThere(string? column) => column is null || NameOf(column) is not null;
        var statements = subscription.Target.Statements;
        var isValid = table is not null && target is not null && IsThere(subscription.ChangeTypeColumn) && IsThere(subscription.ChangeTimeColumn) && IsThere(subscription.ChangeSequenceColumn);
        return new object?[]
        {
            subscription.Oid, subscription.Schema, subscription.Name, subscription.Owner, SourceNameOf(context, subscription.Source), Word(isValid), subscription.Query is null ? "TABLE" : "SQL",
            table?.Schema, table?.Name, subscription.Query?.Sql, subscription.Target.Kind.ToString().ToUpperInvariant(), statements is null ? target?.Schema : null, statements is null ? target?.Name : null,
            Given(subscription, isProcedures: false), subscription.Target.Kind != TargetKind.Table ? null : subscription.Mode.ToString().ToUpperInvariant(), NameOf(subscription.ChangeTypeColumn), NameOf(subscription.ChangeTimeColumn), NameOf(subscription.ChangeSequenceColumn),
            Word(subscription.SchemaChanges != SchemaChangePropagation.None), Given(subscription, isProcedures: true), context.Rights.SeesAll || context.Rights.Owns(subscription.Owner) ? statements?.Body : null,
        };
    });

    /// <summary>What a procedure or a task is given besides the changes.</summary>
    internal static string? Given(SubscriptionEntry subscription, bool isProcedures) =>
        subscription.Target.Arguments.Where(argument => argument.IsProcedures == isProcedures).Select(argument => $"{argument.Parameter} => {argument.Sql}").ToList() is { Count: > 0 } given ? string.Join(", ", given) : null;

    /// <summary>Those that may be known, oldest first.</summary>
    internal static IEnumerable<SubscriptionEntry> All(SystemViewContext context) => context.Snapshot.SubscriptionsByOid.Values.Where(context.Rights.Sees);

    internal static string? SourceNameOf(SystemViewContext context, long source) => context.Snapshot.Sources.Values.FirstOrDefault(known => known.Oid == source)?.Name;
}
