using System.Collections.Immutable;
using System.Globalization;
using FederationGateway.Arrow;

namespace FederationGateway.Replication.Backlog;

/// <summary>A file of the backlog: a header, then chunks of ascending numbers. What it says of itself changes under the store's lock.</summary>
internal sealed class Segment
{
    public const string Extension = ".seg";
    public const string Unfinished = ".new";

    // Near enough for a reader to find its chunk at once, far enough apart to cost nothing. A larger frame has an entry of its own, so that its bytes are not taken for those of its neighbours.
    private const int IndexDistance = 16 << 10;

    private readonly List<(long Number, long Offset)> _index = [];
    private ImmutableArray<long> _schemaOffsets = [];

    public Segment(string path, SegmentHeader header, int headerSize)
    {
        (Path, Header, HeaderSize) = (path, header, headerSize);
        End = VisibleEnd = headerSize;
        VisibleLast = header.First - 1;
    }

    public string Path { get; }

    public SegmentHeader Header { get; }

    public int HeaderSize { get; }

    public long First => Header.First;

    /// <summary>Behind the last durable frame.</summary>
    public long End { get; private set; }

    /// <summary>Behind the last frame whose transaction is there to its end, and that frame's number.</summary>
    public long VisibleEnd { get; private set; }

    public long VisibleLast { get; private set; }

    /// <summary>The schemas that its chunks refer to by their numbers; complete as far as <see cref="End"/> when <see cref="IsLoaded"/>.</summary>
    public ImmutableArray<Schema> Schemas { get; private set; } = [];

    /// <summary>False for a file of an earlier run until somebody reads it: only its size and the number of its last chunk are known.</summary>
    public bool IsLoaded { get; private set; } = true;

    public static string PathOf(string directory, long first) => System.IO.Path.Combine(directory, first.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    /// <summary>A file that others follow, as the run before left it.</summary>
    public static Segment Closed(string path, SegmentHeader header, int headerSize, long size, long last) =>
        new(path, header, headerSize) { End = size, VisibleEnd = size, VisibleLast = last, IsLoaded = false };

    /// <summary>Reads what is not known yet of a file of an earlier run. Its frames are checked by those who read them.</summary>
    public void Load()
    {
        using var walker = new FrameWalker(Path, HeaderSize, End);
        List<Schema> schemas = [];
        List<long> offsets = [];
        List<(long, long)> index = [];
        while (walker.TryNext())
        {
            if (index.Count == 0 || walker.Offset - index[^1].Item2 >= IndexDistance || walker.Header.FrameSize >= IndexDistance) index.Add((walker.Header.Number, walker.Offset));
            if (!walker.Header.Flags.HasFlag(FrameFlags.DefinesSchemas)) continue;
            if (!walker.IsPayloadIntact) throw BacklogErrors.Damaged(Path, walker.Offset, "a chunk does not match its checksum");
            foreach (var schema in ChunkCodec.ReadHead(walker.Payload).Schemas)
            {
                schemas.Add(schema);
                offsets.Add(walker.Offset);
            }
        }

        lock (_index)
        {
            if (IsLoaded) return;
            (Schemas, _schemaOffsets, IsLoaded) = ([.. schemas], [.. offsets], true);
            _index.AddRange(index);
        }
    }

    /// <summary>A frame became durable at <see cref="End"/>.</summary>
    public void Add(FrameHeader frame, IReadOnlyCollection<Schema> defined)
    {
        lock (_index)
        {
            if (_index.Count == 0 || End - _index[^1].Offset >= IndexDistance || frame.FrameSize >= IndexDistance) _index.Add((frame.Number, End));
            if (defined.Count > 0)
            {
                Schemas = [.. Schemas, .. defined];
                _schemaOffsets = [.. _schemaOffsets, .. Enumerable.Repeat(End, defined.Count)];
            }
        }

        End += frame.FrameSize;
    }

    /// <summary>All durable frames may be seen; the last has this number.</summary>
    public void Show(long last) => (VisibleEnd, VisibleLast) = (End, last);

    /// <summary>What nobody has seen is not there any more.</summary>
    public void CutOff()
    {
        End = VisibleEnd;
        lock (_index)
        {
            _index.RemoveAll(entry => entry.Offset >= End);
            var kept = _schemaOffsets.Count(offset => offset < End);
            (Schemas, _schemaOffsets) = (Schemas[..kept], _schemaOffsets[..kept]);
        }
    }

    /// <summary>A frame at or before that of a number, to look from.</summary>
    public (long Number, long Offset) FloorOf(long number)
    {
        lock (_index)
        {
            var index = _index.FindLastIndex(entry => entry.Number <= number);
            return index < 0 ? (First, HeaderSize) : _index[index];
        }
    }

    /// <summary>Bytes of the visible chunks behind a number: in between the index's entries as if all chunks were of one size.</summary>
    public long BytesAfter(long number)
    {
        if (number >= VisibleLast) return 0;
        if (number < First) return VisibleEnd - HeaderSize;
        lock (_index)
        {
            var index = _index.FindLastIndex(entry => entry.Number <= number + 1);
            var (lowNumber, lowOffset) = index < 0 ? (First, HeaderSize) : _index[index];
            var (highNumber, highOffset) = index + 1 < _index.Count && _index[index + 1].Offset < VisibleEnd ? _index[index + 1] : (VisibleLast + 1, VisibleEnd);
            var offset = lowOffset + ((highOffset - lowOffset) * (double)(number + 1 - lowNumber) / Math.Max(1, highNumber - lowNumber));
            return VisibleEnd - (long)offset;
        }
    }
}
