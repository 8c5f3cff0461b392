using System.Diagnostics;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Bench.Cdc;

/// <summary>
/// The backlog by itself, beside writing and reading as many bytes with nothing in between: a file, the same sizes, an fsync where the backlog's caller waits for one.
/// </summary>
internal static class BacklogBenchmark
{
    private const int Runs = 3;

    public static async Task RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("fedgw-backlog-").FullName;
        try
        {
            Console.WriteLine("The backlog beside raw writes and reads of as many bytes; medians of 3 runs in turn");
            await CompareAsync(directory, "one change a chunk, each waited for", chunks: 500, transactions: 1, inFlight: 1);
            await CompareAsync(directory, "one change a chunk, 256 on their way", chunks: 20_000, transactions: 1, inFlight: 256);
            await CompareAsync(directory, "5,000 changes a chunk, 8 on their way", chunks: 200, transactions: 5000, inFlight: 8);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task CompareAsync(string directory, string work, int chunks, int transactions, int inFlight)
    {
        List<double> appends = [], writes = [], reads = [], rawReads = [];
        var bytes = 0L;
        var made = Enumerable.Range(0, Math.Min(chunks, 20)).Select(i => SampleChanges.Of(i, transactions)).ToArray();
        for (var run = 0; run < Runs; run++)
        {
            var folder = Path.Combine(directory, "store");
            await using (var store = BacklogStore.Open(folder, new BacklogOptions(), TimeProvider.System))
            {
                appends.Add(await AppendAsync(store, made, chunks, inFlight));
                bytes = store.Bytes;
                reads.Add(await ReadAsync(store));
            }

            rawReads.Add(RawRead(folder));
            BacklogStore.Delete(folder);
            writes.Add(RawWrite(Path.Combine(directory, "raw"), bytes, chunks, inFlight));
        }

        foreach (var chunk in made) chunk.Dispose();
        var megabytes = bytes / 1e6;
        var (append, write, read, rawRead) = (Median(appends), Median(writes), Median(reads), Median(rawReads));
        Console.WriteLine($"  {work}: {megabytes:N1} MB");
        Console.WriteLine($"    append {chunks / append,9:N0} chunks/s {(long)chunks * transactions / append,11:N0} changes/s {megabytes / append,7:N0} MB/s   raw {megabytes / write,7:N0} MB/s   ratio {write / append:0.00}");
        Console.WriteLine($"    read   {chunks / read,9:N0} chunks/s {(long)chunks * transactions / read,11:N0} changes/s {megabytes / read,7:N0} MB/s   raw {megabytes / rawRead,7:N0} MB/s   ratio {rawRead / read:0.00}");
    }

    private static async Task<double> AppendAsync(BacklogStore store, ChangeChunk[] made, int chunks, int inFlight)
    {
        await store.BeginAsync(CancellationToken.None);
        var watch = Stopwatch.StartNew();
        Queue<Task> pending = [];
        for (var i = 0; i < chunks; i++)
        {
            var chunk = made[i % made.Length];
            var append = await store.EnqueueAsync(chunk with { Tables = [.. chunk.Tables.Select(table => table with { Rows = table.Rows.Retain() })] }, CancellationToken.None);
            pending.Enqueue(append.Durable);
            while (pending.Count >= inFlight) await pending.Dequeue();
        }

        foreach (var durable in pending) await durable;
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> ReadAsync(BacklogStore store)
    {
        var watch = Stopwatch.StartNew();
        for (var number = store.First; number <= store.Last; number++) (await store.ReadAsync(number, CancellationToken.None)).Dispose();
        return watch.Elapsed.TotalSeconds;
    }

    private static double RawWrite(string path, long bytes, int chunks, int inFlight)
    {
        // As many flushes as would be with a flush for all that is on its way.
        var flushes = Math.Max(1, chunks / inFlight);
        var block = new byte[bytes / flushes];
        Random.Shared.NextBytes(block);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < flushes; i++)
        {
            RandomAccess.Write(file, block, (long)i * block.Length);
            RandomAccess.FlushToDisk(file);
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static double RawRead(string folder)
    {
        var block = new byte[256 << 10];
        var watch = Stopwatch.StartNew();
        foreach (var path in Directory.GetFiles(folder))
        {
            using var file = File.OpenHandle(path);
            for (var (offset, read) = (0L, 1); read > 0; offset += read) read = RandomAccess.Read(file, block, offset);
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
