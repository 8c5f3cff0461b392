using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Replication.Backlog;

/// <summary>
/// Finds out how far a backlog's files go after whatever ended the process before: up to the last chunk that did not end in a transaction. What follows was never acknowledged to the
/// source and is cut off: half-written frames, and transactions whose end did not arrive. Anything else that is wrong with the last file is damage, and an error. The files before it are
/// checked when they are read.
/// </summary>
internal sealed class Recovery
{
    private readonly string _directory;
    private readonly List<(string Path, SegmentHeader Header, int Size)> _files = [];

    private Recovery(string directory) => _directory = directory;

    /// <summary>Oldest first; empty for a new backlog. The last one is loaded.</summary>
    public List<Segment> Segments { get; } = [];

    public long Last { get; private set; }

    public ChangePosition? Position { get; private set; }

    public Dictionary<string, long> Markers { get; } = [];

    public static Recovery Run(string directory)
    {
        DirectorySync.Create(directory);
        var recovery = new Recovery(directory);
        recovery.FindFiles();
        if (recovery._files.Count > 0) recovery.FindEnd();
        return recovery;
    }

    private void FindFiles()
    {
        foreach (var unfinished in Directory.EnumerateFiles(_directory, "*" + Segment.Extension + Segment.Unfinished)) File.Delete(unfinished);
        foreach (var path in Directory.EnumerateFiles(_directory, "*" + Segment.Extension).Order(StringComparer.Ordinal))
        {
            var (header, size) = SegmentHeader.Read(path);
            if (Segment.PathOf(_directory, header.First) != path) throw BacklogErrors.Damaged(path, 0, $"it begins with chunk {header.First}");
            _files.Add((path, header, size));
        }
    }

    private void FindEnd()
    {
        var end = Scan();
        if (end.VisibleLast < end.First)
        {
            var whole = end.Header.Whole;
            (Last, Position) = (whole, end.Header.Position);
            // A transaction that began in an earlier file: the later ones have nothing but parts of it.
            while (_files[^1].Header.First > whole + 1)
            {
                SegmentFiles.Delete(_files[^1].Path);
                _files.RemoveAt(_files.Count - 1);
                if (_files.Count == 0) throw BacklogErrors.Damaged(end.Path, 0, $"the file of chunk {whole} is missing");
            }

            if (_files[^1].Path != end.Path) end = Scan();
            if (end.VisibleLast != whole) throw BacklogErrors.Damaged(end.Path, end.VisibleEnd, $"chunk {whole} is not there");
        }

        SegmentFiles.Shorten(end.Path, end.VisibleEnd);
        end.CutOff();
        for (var i = 0; i + 1 < _files.Count; i++)
            Segments.Add(Segment.Closed(_files[i].Path, _files[i].Header, _files[i].Size, new FileInfo(_files[i].Path).Length, _files[i + 1].Header.First - 1));
        Segments.Add(end);
        foreach (var (marker, number) in _files.SelectMany(file => file.Header.Markers))
            if (number >= Segments[0].First) Markers[marker] = number;
    }

    /// <summary>Reads the last file whole: how far it is right, and what of it may be seen.</summary>
    private Segment Scan()
    {
        var (path, header, size) = _files[^1];
        var segment = new Segment(path, header, size);
        var length = new FileInfo(path).Length;
        List<KeyValuePair<string, long>> markers = [];
        using var walker = new FrameWalker(path, size, length);
        var next = header.First;
        for (; walker.TryNext() && walker.Header.Number == next && walker.IsPayloadIntact; next++)
        {
            var (position, marker, schemas) = ChunkCodec.ReadHead(walker.Payload);
            segment.Add(walker.Header, schemas);
            if (marker is not null && !LatencyMarks.Is(marker)) markers.Add(KeyValuePair.Create(marker, next));
            if (walker.Header.IsOpen) continue;
            segment.Show(next);
            (Last, Position) = (next, position);
        }

        using var rest = new FrameWalker(path, segment.End, length);
        if (rest.HasLaterThan(next)) throw BacklogErrors.Damaged(path, segment.End, $"chunk {next} is not as it was written");
        foreach (var (marker, number) in markers)
            if (number <= segment.VisibleLast) Markers[marker] = number;
        return segment;
    }
}
