using System.Diagnostics;

namespace FederationGateway.EndToEnd.Support;

/// <summary>Looks at a spill directory while statements run.</summary>
internal sealed class SpillWatch : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public SpillWatch(string folder)
    {
        _folder = folder;
        _watching = WatchAsync();
    }

    /// <summary>The most bytes seen at once.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Waits until no file is left: a statement's end reaches its client before its files are gone.</summary>
    public async Task UntilEmptyAsync()
    {
        var clock = Stopwatch.StartNew();
        while (Files() is { Count: > 0 } files)
        {
            if (clock.Elapsed > Patience) throw new TimeoutException($"still there: {string.Join(", ", files.Select(file => file.Name))}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            PeakBytes = Math.Max(PeakBytes, Files().Sum(file => file.Exists ? file.Length : 0));
            await Task.Delay(20, CancellationToken.None);
        }
    }

    // They come and go while they are listed.
    private List<FileInfo> Files()
    {
        try
        {
            return Directory.Exists(_folder) ? [.. new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories)] : [];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
