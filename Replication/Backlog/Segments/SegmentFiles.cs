using Microsoft.Win32.SafeHandles;

namespace FederationGateway.Replication.Backlog;

/// <summary>Makes, opens, shortens and deletes segment files, durably.</summary>
internal static class SegmentFiles
{
    /// <summary>
    /// A new file with its header. It gets its name when the header is durable: a file with a name has a header, whenever the process dies.
    /// </summary>
    public static SafeFileHandle Create(Segment segment, byte[] header)
    {
        var unfinished = segment.Path + Segment.Unfinished;
        using (var file = File.OpenHandle(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            RandomAccess.Write(file, header, 0);
            Failpoints.Hit("backlog.segment-written");
            RandomAccess.FlushToDisk(file);
        }

        Failpoints.Hit("backlog.segment-flushed");
        File.Move(unfinished, segment.Path, overwrite: true);
        Failpoints.Hit("backlog.segment-named");
        DirectorySync.Flush(Path.GetDirectoryName(segment.Path)!);
        return Open(segment);
    }

    public static SafeFileHandle Open(Segment segment) =>
        File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    public static void Shorten(string path, long size)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.GetLength(file) == size) return;
        RandomAccess.SetLength(file, size);
        Failpoints.Hit("backlog.cut");
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Deletes a file and makes that durable, so that of several deleted one after the other none comes back alone.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        Failpoints.Hit("backlog.deleted");
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }
}
