using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Replicas;

/// <summary>What was done with replicas lately. Thread-safe.</summary>
internal sealed class ReplicaActionLog(TimeProvider time, int capacity = 1000)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<ReplicaActionRow> _rows = [];

    public IReadOnlyList<ReplicaActionRow> All
    {
        get { lock (_lock) return [.. _rows]; }
    }

    /// <summary>Notes that something begins; the returned object is for its end.</summary>
    public LinkedListNode<ReplicaActionRow> Begin(long table, ReplicaWorkKind kind, bool isAsync)
    {
        lock (_lock)
        {
            if (_rows.Count == capacity) _rows.RemoveFirst();
            return _rows.AddLast(new ReplicaActionRow(table, kind.ToString().ToUpperInvariant(), isAsync, time.GetUtcNow().UtcDateTime));
        }
    }

    /// <param name="failure">What has ended it; null when it was done.</param>
    public void End(LinkedListNode<ReplicaActionRow> begun, Exception? failure)
    {
        lock (_lock)
        {
            begun.Value = begun.Value with
            {
                End = time.GetUtcNow().UtcDateTime,
                SqlState = failure switch { null => null, GatewayException error => error.State.Code, OperationCanceledException => SqlState.QueryCanceled.Code, _ => SqlState.InternalError.Code },
                Error = failure switch { null => null, GatewayException { Hint: { } hint } error => $"{error.Message}: {hint}", GatewayException error => error.Message, OperationCanceledException => "cancelled", _ => "internal error" },
            };
        }
    }
}
