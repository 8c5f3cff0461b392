using System.Buffers.Binary;
using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Polling;

/// <summary>A reading that found changes, or a mark: one transaction of a polled source's stream.</summary>
internal sealed record PollEntry(long Position, int? Table, string? Marker, DateTime Time, long Rows);

/// <summary>What of a polled source is durable, over one connection to the store. What changes together is in the transaction its caller has opened.</summary>
internal sealed class PollingStore(long source, DuckDbConnection connection)
{
    private static readonly Schema s_number = new([new Field("n", SqlType.Int8)]);
    private static readonly Schema s_text = new([new Field("t", SqlType.Text)]);
    private static readonly Schema s_entry = new([
        new Field("position", SqlType.Int8), new Field("captured", SqlType.Int8), new Field("marker", SqlType.Text), new Field("time", SqlType.Timestamp), new Field("row_count", SqlType.Int8),
    ]);

    private string IsMine => string.Create(CultureInfo.InvariantCulture, $"source = {source}");

    public static ChangePosition PositionOf(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return new ChangePosition(bytes);
    }

    public static long NumberOf(ChangePosition position) => BinaryPrimitives.ReadInt64BigEndian(position.Bytes.Span);

    /// <summary>The store's table of what a reading found.</summary>
    public string ChangesOf(long position) => string.Create(CultureInfo.InvariantCulture, $"{PollingRows.Schema}.changes_{source}_{position}");

    /// <summary>The position given out last; null when the source is not captured.</summary>
    public long? Position() => Numbers($"SELECT position FROM {PollingRows.Sources} WHERE {IsMine}").Cast<long?>().FirstOrDefault();

    public void Begin() => Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {PollingRows.Sources} VALUES ({source}, 0)"));

    public long NextPosition()
    {
        Execute($"UPDATE {PollingRows.Sources} SET position = position + 1 WHERE {IsMine}");
        return Position()!.Value;
    }

    public IReadOnlyList<int> Tables() => [.. Numbers($"SELECT CAST(captured AS BIGINT) FROM {PollingRows.Captured} WHERE {IsMine} ORDER BY 1").Select(number => (int)number)];

    public void Add(int table, string? version) => Bound($"INSERT INTO {PollingRows.Captured} VALUES ({Text(source)}, {Text(table)}, ?)", version);

    /// <summary>What the source said of a table's content when it was read last.</summary>
    public string? VersionOf(int table)
    {
        using var result = connection.OpenResult($"SELECT version FROM {PollingRows.Captured} WHERE {IsMine} AND captured = {Text(table)}", s_text, CancellationToken.None);
        while (result.TryRead(out var batch))
            using (batch) return batch.Column(0).IsNull(0) ? null : batch.Column(0).GetString(0);
        return null;
    }

    public void SetVersion(int table, string? version) => Bound($"UPDATE {PollingRows.Captured} SET version = ? WHERE {IsMine} AND captured = {Text(table)}", version);

    /// <summary>Forgets a table: its rows, and what it was found to have changed and is not told yet.</summary>
    public void Remove(int table, string state)
    {
        foreach (var entry in Entries($"captured = {Text(table)}")) RemoveEntry(entry.Position);
        Execute($"DROP TABLE IF EXISTS {state}");
        Execute($"DELETE FROM {PollingRows.Captured} WHERE {IsMine} AND captured = {Text(table)}");
    }

    public void Log(PollEntry entry) => Bound(
        string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {PollingRows.Log} VALUES ({source}, {entry.Position}, {(entry.Table is { } table ? Text(table) : "NULL")}, ?, make_timestamp({(entry.Time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}), {entry.Rows})"),
        entry.Marker);

    /// <summary>The first that is behind a position; null when nothing is.</summary>
    public PollEntry? Next(long after) => Entries($"position > {Text(after)}").FirstOrDefault();

    /// <summary>Forgets what ends at a position or before.</summary>
    public void RemoveThrough(long position)
    {
        foreach (var entry in Entries($"position <= {Text(position)}")) RemoveEntry(entry.Position);
    }

    /// <summary>Forgets the source, whose tables are forgotten already.</summary>
    public void End()
    {
        RemoveThrough(long.MaxValue);
        Execute($"DELETE FROM {PollingRows.Sources} WHERE {IsMine}");
    }

    private void RemoveEntry(long position)
    {
        Execute($"DROP TABLE IF EXISTS {ChangesOf(position)}");
        Execute($"DELETE FROM {PollingRows.Log} WHERE {IsMine} AND position = {Text(position)}");
    }

    private List<PollEntry> Entries(string condition)
    {
        List<PollEntry> entries = [];
        using var result = connection.OpenResult($"SELECT position, CAST(captured AS BIGINT), marker, time, row_count FROM {PollingRows.Log} WHERE {IsMine} AND {condition} ORDER BY position", s_entry, CancellationToken.None);
        while (result.TryRead(out var batch))
        {
            using (batch)
            {
                for (var i = 0; i < batch.Length; i++)
                {
                    entries.Add(new PollEntry(
                        batch.Column(0).GetValue<long>(i),
                        batch.Column(1).IsNull(i) ? null : (int)batch.Column(1).GetValue<long>(i),
                        batch.Column(2).IsNull(i) ? null : batch.Column(2).GetString(i),
                        DateTime.UnixEpoch.AddTicks(batch.Column(3).GetValue<long>(i) * TimeSpan.TicksPerMicrosecond),
                        batch.Column(4).GetValue<long>(i)));
                }
            }
        }

        return entries;
    }

    private List<long> Numbers(string sql)
    {
        List<long> numbers = [];
        using var result = connection.OpenResult(sql, s_number, CancellationToken.None);
        while (result.TryRead(out var batch))
            using (batch)
                for (var i = 0; i < batch.Length; i++) numbers.Add(batch.Column(0).GetValue<long>(i));
        return numbers;
    }

    private void Execute(string sql) => connection.Execute(sql, CancellationToken.None);

    private void Bound(string sql, string? value)
    {
        using var prepared = connection.Prepare(sql);
        prepared.Bind(1, value);
        prepared.Execute(CancellationToken.None);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
