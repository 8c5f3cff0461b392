using System.Buffers.Binary;
using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Replication.Backlog;
using FederationGateway.Replication.Tests.Backlog;

// Adds a source's transactions to the backlog in a directory until it is killed. A line with n is written only after transaction n is durable: whoever has read it may rely on it. Now and then the
// stream breaks in a transaction and begins anew behind the last whole one, and now and then old chunks are let go. An error of the disk is the end of a stream, too.
var random = new Random(int.Parse(args[1], CultureInfo.InvariantCulture));
var output = Console.Out;
BacklogStore? store = null;
Say("ready");
while (true)
{
    try
    {
        store ??= BacklogStore.Open(args[0], new BacklogOptions { SegmentBytes = CrashScript.SegmentBytes }, TimeProvider.System);
        await StreamAsync(store);
    }
    catch (Exception failure) when (failure is IOException or GatewayException { State.Code: "58030" })
    {
    }
}

async Task StreamAsync(BacklogStore store)
{
    var position = await store.BeginAsync(CancellationToken.None);
    var next = position is null ? 1 : BinaryPrimitives.ReadInt64BigEndian(position.Bytes.Span) + 1;
    Queue<(long Transaction, Task Durable)> pending = [];
    for (var transaction = next; ; transaction++)
    {
        var breaks = CrashScript.ChunksOf(transaction) > 1 && random.Next(3) == 0;
        foreach (var chunk in CrashScript.Chunks(transaction))
        {
            if (breaks && !chunk.EndsInTransaction)
            {
                chunk.Dispose();
                break;
            }

            var append = await store.EnqueueAsync(chunk, CancellationToken.None);
            pending.Enqueue((transaction, append.Durable));
        }

        while (pending.Count > (breaks ? 0 : random.Next(8)))
        {
            var (durable, task) = pending.Dequeue();
            await task;
            // The last chunk of a transaction is the last with its number.
            if ((pending.Count == 0 || pending.Peek().Transaction != durable) && !(breaks && durable == transaction)) Say(durable.ToString(CultureInfo.InvariantCulture));
        }

        if (breaks) return;
        if (random.Next(8) == 0) store.Trim(store.Last - 30);
    }
}

void Say(string line)
{
    output.WriteLine(line);
    output.Flush();
}
