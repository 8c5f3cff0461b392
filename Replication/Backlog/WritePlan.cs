using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Replication.Backlog;

/// <summary>Where the next chunk goes: what the last segment will look like when all that waits has been written.</summary>
internal sealed class WritePlan(Segment segment, long whole, ChangePosition? position, IEnumerable<KeyValuePair<string, long>> markers)
{
    private readonly SchemaNumbers _schemas = new(segment.Schemas);
    private readonly List<KeyValuePair<string, long>> _markers = [.. markers];
    private long _whole = whole;
    private ChangePosition? _position = position;

    public Segment Segment => segment;

    /// <summary>The number the next chunk gets.</summary>
    public long Next { get; private set; } = Math.Max(whole + 1, segment.First);

    public long End { get; private set; } = segment.End;

    public bool IsInTransaction => Next > _whole + 1;

    /// <summary>The plan of the very first segment.</summary>
    public static WritePlan First(string directory, long last, ChangePosition? position) => NewSegment(directory, last + 1, last, position, []);

    /// <summary>The plan of the segment that follows.</summary>
    public static WritePlan NewSegment(string directory, WritePlan before) => NewSegment(directory, before.Next, before._whole, before._position, before._markers);

    /// <summary>Encodes a chunk for its place.</summary>
    public PendingFrame Add(ChangeChunk chunk)
    {
        // Slices count all of the buffers they share: what they do not need is not taken.
        var bytes = new PayloadWriter((int)Math.Min(1 << 20, FrameHeader.Size + 1024 + chunk.ByteSize));
        try
        {
            bytes.Reserve(FrameHeader.Size);
            var known = _schemas.Count;
            var defined = ChunkCodec.Write(bytes, chunk, _schemas);
            var frame = new PendingFrame(segment, Next, chunk.Transactions[^1].Position, bytes)
            {
                Flags = (chunk.EndsInTransaction ? FrameFlags.EndsInTransaction : 0) | (chunk.Marker is null ? 0 : FrameFlags.Marker) | (defined == 0 ? 0 : FrameFlags.DefinesSchemas),
                Marker = LatencyMarks.Is(chunk.Marker) ? null : chunk.Marker,
                Schemas = [.. Enumerable.Range(known, defined).Select(number => _schemas[number])],
            };
            if (frame.Marker is not null) _markers.Add(KeyValuePair.Create(frame.Marker, Next));
            if (!chunk.EndsInTransaction) (_whole, _position) = (Next, chunk.Transactions[^1].Position);
            End += frame.Size;
            Next++;
            return frame;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private static WritePlan NewSegment(string directory, long first, long whole, ChangePosition? position, IReadOnlyList<KeyValuePair<string, long>> markers)
    {
        var header = new SegmentHeader(first, whole, position, [.. markers]);
        return new WritePlan(new Segment(Segment.PathOf(directory, first), header, header.ToBytes().Length), whole, position, []) { Next = first };
    }
}
