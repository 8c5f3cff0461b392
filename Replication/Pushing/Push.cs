using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Replication.Pushing;

/// <summary>A transaction that was handed in, or a mark, on its way into the stream.</summary>
internal sealed class Push(TableChanges? changes, string? key, string? marker)
{
    private readonly TaskCompletionSource<bool> _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isClaimed;

    public TableChanges? Changes { get; } = changes;

    public string? Key { get; } = key;

    public string? Marker { get; } = marker;

    /// <summary>Its place in the stream, once it has one.</summary>
    public long Position { get; set; }

    /// <summary>True once it is durable; false when it was taken before.</summary>
    public Task<bool> Taken => _taken.Task;

    /// <summary>For the stream to take, or for the sender to take back: true for the first who asks.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _isClaimed, 1) == 0;

    public void Complete(bool isNew) => _taken.TrySetResult(isNew);

    /// <summary>Nobody may be waiting.</summary>
    public void Fail(GatewayException error)
    {
        if (_taken.TrySetException(error)) _ = _taken.Task.Exception;
    }
}
