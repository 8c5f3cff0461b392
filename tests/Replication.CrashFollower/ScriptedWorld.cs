using System.Buffers.Binary;
using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace FederationGateway.Replication.CrashFollower;

/// <summary>
/// What a source is apart from the process that is killed: its log, and how much of it a reader has acknowledged, each in a file. A line of the log is the next transaction of the history
/// (<c>T</c>), a mark (<c>M</c>), or which tables are published from there on (<c>P</c>); a position is the number of a line, from 1.
/// </summary>
internal sealed class ScriptedWorld : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _slotPath;
    private readonly FileStream _log;
    private readonly List<string> _lines;
    private TaskCompletionSource _grown = NewSignal();
    private SafeFileHandle? _slot;

    public ScriptedWorld(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "log");
        _lines = File.Exists(path) ? [.. File.ReadAllLines(path)] : [];
        _log = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        _slotPath = Path.Combine(directory, "slot");
        if (File.Exists(_slotPath)) _slot = OpenSlot();
    }

    /// <summary>Lines so far.</summary>
    public int Count
    {
        get { lock (_gate) return _lines.Count; }
    }

    /// <summary>Completed when there are more lines.</summary>
    public Task Grown
    {
        get { lock (_gate) return _grown.Task; }
    }

    /// <summary>Up to where the reader has acknowledged; null when there is no slot.</summary>
    public long? Confirmed
    {
        get
        {
            lock (_gate)
            {
                if (_slot is null) return null;
                Span<byte> bytes = stackalloc byte[8];
                RandomAccess.Read(_slot, bytes, 0);
                return BinaryPrimitives.ReadInt64BigEndian(bytes);
            }
        }
    }

    public static ChangePosition PositionOf(long line)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, line);
        return new ChangePosition(bytes);
    }

    public static long LineOf(ChangePosition position) => BinaryPrimitives.ReadInt64BigEndian(position.Bytes.Span);

    public string Line(long number)
    {
        lock (_gate) return _lines[(int)number - 1];
    }

    /// <summary>How many of the history's transactions are among the first lines.</summary>
    public int TransactionsIn(long lines)
    {
        lock (_gate) return _lines.Take((int)lines).Count(line => line == "T");
    }

    /// <summary>The tables published when a line was written.</summary>
    public string[] PublishedAt(long line)
    {
        lock (_gate) return (_lines.Take((int)line).LastOrDefault(entry => entry.StartsWith('P')) ?? "P")[1..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Writes a line, at once and whole.</summary>
    public long Append(string line)
    {
        lock (_gate)
        {
            _log.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
            _lines.Add(line);
            _grown.SetResult();
            _grown = NewSignal();
            return _lines.Count;
        }
    }

    public void CreateSlot(long confirmed)
    {
        lock (_gate)
        {
            File.WriteAllBytes(_slotPath + ".new", PositionOf(confirmed).Bytes.Span);
            File.Move(_slotPath + ".new", _slotPath);
            _slot = OpenSlot();
        }
    }

    public void DropSlot()
    {
        lock (_gate)
        {
            File.Delete(_slotPath);
            _slot?.Dispose();
            _slot = null;
        }
    }

    public void Confirm(ChangePosition position)
    {
        lock (_gate)
            if (_slot is not null && Confirmed < LineOf(position)) RandomAccess.Write(_slot, position.Bytes.Span, 0);
    }

    public void Dispose()
    {
        _log.Dispose();
        _slot?.Dispose();
    }

    private SafeFileHandle OpenSlot() => File.OpenHandle(_slotPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
