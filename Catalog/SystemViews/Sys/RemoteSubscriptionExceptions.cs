using FederationGateway.Catalog.Access;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>REMOTE_SUBSCRIPTION_EXCEPTIONS: what keeps subscriptions from going on, oldest first. Empty as long as all is well.</summary>
public sealed class RemoteSubscriptionExceptions() : SysView("REMOTE_SUBSCRIPTION_EXCEPTIONS", 101)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } =
    [
        BigInt("EXCEPTION_OID"), Text("OBJECT_TYPE", 19), Text("OBJECT_SCHEMA_NAME"), Text("OBJECT_NAME"), Time("EXCEPTION_TIME"), Integer("ERROR_NUMBER"), Text("ERROR_MESSAGE", 2000), Text("COMPONENT", 11),
        Text("REMOTE_SOURCE_NAME"), Text("TABLE_NAME", 513), LongText("KEY"), Text("CHANGE_TYPE", 2), Text("POSITION", 136), Text("SQLSTATE", 5), Integer("RETRY_COUNT"), Time("NEXT_RETRY_TIME"),
    ];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from entry in context.Runtime.Subscriptions.Exceptions.Values
        let subscription = entry.Subscription is { } oid ? context.Snapshot.SubscriptionsByOid.GetValueOrDefault(oid) : null
        where subscription is not null ? context.Rights.Sees(subscription) : SeesAllOf(context, entry.Source)
        select new object?[]
        {
            entry.Oid, entry.Subscription is null ? "REMOTE SOURCE" : "REMOTE SUBSCRIPTION", subscription?.Schema, subscription?.Name ?? RemoteSubscriptions.SourceNameOf(context, entry.Source),
            entry.Time, entry.Number, entry.Message, entry.Component, RemoteSubscriptions.SourceNameOf(context, entry.Source), entry.Table, entry.Key, entry.ChangeType, entry.Position, entry.SqlState,
            entry.Retries, entry.NextRetry,
        };

    /// <summary>Whether what concerns all subscriptions of a source may be known.</summary>
    internal static bool SeesAllOf(SystemViewContext context, long source) =>
        context.Rights.SeesAll || (context.Snapshot.Sources.Values.FirstOrDefault(known => known.Oid == source) is { } found && context.Rights.Has(found, Privilege.ProcessRemoteSubscriptionException));
}
