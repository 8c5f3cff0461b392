using FederationGateway.Adapters.Abstractions;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>A backlog that is there at once and never on disk.</summary>
internal sealed class MemoryBacklog : IBacklog, IDisposable
{
    private readonly List<ChangeChunk?> _chunks = [];
    private readonly Lock _gate = new();
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Last
    {
        get
        {
            lock (_gate) return _chunks.Count;
        }
    }

    public long First { get; private set; } = 1;

    public void Add(ChangeChunk chunk)
    {
        TaskCompletionSource grown;
        lock (_gate)
        {
            _chunks.Add(chunk);
            (grown, _grown) = (_grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        grown.SetResult();
    }

    public void Trim(long upTo)
    {
        lock (_gate)
        {
            for (; First <= upTo; First++)
            {
                _chunks[(int)First - 1]?.Dispose();
                _chunks[(int)First - 1] = null;
            }
        }
    }

    public long? FindMarker(string marker)
    {
        lock (_gate) return _chunks.FindIndex(chunk => chunk?.Marker == marker) is >= 0 and var index ? index + 1 : null;
    }

    public long BytesAfter(long number) => 0;

    public async ValueTask<BacklogChunk> ReadAsync(long number, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task grown;
            lock (_gate)
            {
                if (number < First) throw new InvalidOperationException($"chunk {number} was trimmed");
                if (number <= _chunks.Count)
                {
                    var chunk = _chunks[(int)number - 1]!;
                    return new BacklogChunk(number, chunk with { Tables = [.. chunk.Tables.Select(table => table with { Rows = table.Rows.Retain() })] }, DateTime.UtcNow);
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks) chunk?.Dispose();
    }
}
