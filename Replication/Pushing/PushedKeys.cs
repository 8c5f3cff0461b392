using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Pushing;

/// <summary>
/// Which of a source's senders' transactions were taken. A key is durable with its position before the stream goes on, and counts once that position is in the backlog: one whose position never came there is
/// forgotten when the stream is opened again. Used by one stream at a time.
/// </summary>
internal sealed class PushedKeys(long source, CatalogStore store, TimeProvider time)
{
    /// <summary>How long a transaction that was taken is known by its key.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromDays(1);

    private static readonly Schema s_text = new([new Field("key", SqlType.Text)]);
    private static readonly Schema s_row = new([new Field("key", SqlType.Text), new Field("position", SqlType.Int8)]);

    /// <summary>Half of the SHA-256 of each key in the store: to know one takes no statement and no room to speak of.</summary>
    private readonly HashSet<UInt128> _known = [];

    private string Source => source.ToString(CultureInfo.InvariantCulture);

    public bool IsCaptured() => Texts($"SELECT 'x' FROM {PushingRows.Sources} WHERE source = {Source}").Any();

    public async Task BeginAsync()
    {
        using var connection = store.Connect();
        await connection.ExecuteAsync($"INSERT INTO {PushingRows.Sources} VALUES ({Source})", CancellationToken.None);
    }

    public async Task EndAsync()
    {
        using var connection = store.Connect();
        await connection.ExecuteAsync($"DELETE FROM {PushingRows.Keys} WHERE source = {Source}", CancellationToken.None);
        await connection.ExecuteAsync($"DELETE FROM {PushingRows.Sources} WHERE source = {Source}", CancellationToken.None);
    }

    /// <summary>Knows the keys in the store, without those of what never came into the backlog, which ends at a position, and without old ones.</summary>
    public async Task OpenAsync(long position)
    {
        using (var connection = store.Connect())
        {
            await connection.ExecuteAsync(
                string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {PushingRows.Keys} WHERE source = {Source} AND (position > {position} OR time < {Moment(time.GetUtcNow().UtcDateTime - s_remembered)})"), CancellationToken.None);
        }

        _known.Clear();
        _known.UnionWith(Texts($"SELECT key FROM {PushingRows.Keys} WHERE source = {Source}").Select(HashOf));
    }

    public bool IsKnown(string key) => _known.Contains(HashOf(key));

    /// <summary>Notes keys with the positions they get.</summary>
    public async Task AddAsync(IReadOnlyList<(string Key, long Position)> keys)
    {
        using var connection = store.Connect();
        using var texts = new ArrayBuilder(s_row.FieldsList[0].DataType);
        using var positions = new ArrayBuilder(s_row.FieldsList[1].DataType);
        foreach (var (key, position) in keys)
        {
            texts.AppendString(key);
            positions.Append(position);
        }

        using var rows = new BatchList(s_row, [new RecordBatch(s_row, [texts.Finish(), positions.Finish()], keys.Count)]);
        var slot = connection.Engine.OpenSlot(rows);
        try
        {
            await connection.ExecuteAsync(
                string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {PushingRows.Keys} SELECT {source}, c0, c1, {Moment(time.GetUtcNow().UtcDateTime)} FROM gw_scan({slot})"), CancellationToken.None);
        }
        finally
        {
            connection.Engine.CloseSlot(slot);
        }

        _known.UnionWith(keys.Select(known => HashOf(known.Key)));
    }

    private IEnumerable<string> Texts(string sql)
    {
        using var connection = store.Connect();
        using var result = connection.OpenResult(sql, s_text, CancellationToken.None);
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) yield return batch.Column(0).GetString(i);
        }
    }

    private static UInt128 HashOf(string key) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static string Moment(DateTime moment) => string.Create(CultureInfo.InvariantCulture, $"make_timestamp({(moment - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond})");
}
