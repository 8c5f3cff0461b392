using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;

namespace FederationGateway.Replication.Backlog;

/// <summary>A chunk on its way to disk: its bytes, with room for the header in front, and where they go.</summary>
internal sealed class PendingFrame(Segment segment, long number, ChangePosition last, PayloadWriter bytes) : IDisposable
{
    private readonly TaskCompletionSource _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Segment Segment => segment;

    public long Number => number;

    /// <summary>Where the chunk's last transaction ends.</summary>
    public ChangePosition LastPosition => last;

    public required FrameFlags Flags { get; init; }

    public string? Marker { get; init; }

    public IReadOnlyCollection<Schema> Schemas { get; init; } = [];

    public FrameHeader Header { get; private set; }

    public long Size { get; } = FrameHeader.SizeOf(bytes.Length - FrameHeader.Size);

    public bool IsOpen => Flags.HasFlag(FrameFlags.EndsInTransaction);

    public Task Durable => _durable.Task;

    /// <summary>The frame as it goes to disk, complete.</summary>
    public ReadOnlyMemory<byte> ToBytes(DateTime received, long durable)
    {
        var payload = bytes.Length - FrameHeader.Size;
        Header = new FrameHeader(payload, number, received.Ticks, durable, Flags, Crc.Of(bytes.Written.Span[FrameHeader.Size..]));
        Header.Write(bytes.Written.Span);
        bytes.Reserve((int)(Size - bytes.Length)).Clear();
        return bytes.Written;
    }

    public void Succeed() => _durable.TrySetResult();

    public void Fail(Exception failure)
    {
        _durable.TrySetException(failure);
        _ = _durable.Task.Exception;    // it is told to whoever adds the next chunk, too: this one need not be looked at
    }

    public void Dispose() => bytes.Dispose();
}
