using System.Globalization;
using System.Text;
using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.PostgreSql.Tests.Capture;

/// <summary>A random history of transactions: applying what the stream tells gives the tables, and a stream opened behind any position tells exactly the rest.</summary>
public sealed class RandomHistoryTests(CaptureFixture fixture)
{
    private const int Transactions = 60;
    private static readonly string Tables = $"""
        CREATE TABLE k (id int PRIMARY KEY, v text, large text); ALTER TABLE k ALTER large SET STORAGE EXTERNAL;
        CREATE TABLE f (id int, v text, large text); ALTER TABLE f REPLICA IDENTITY FULL; ALTER TABLE f ALTER large SET STORAGE EXTERNAL;
        CREATE TABLE p (id int PRIMARY KEY, v text, large text) PARTITION BY RANGE (id);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20); CREATE TABLE p2 PARTITION OF p DEFAULT;
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A whole transaction as told.</summary>
    private sealed record Told(string Id, ChangePosition Position, string Rows);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_position_is_followed_by_exactly_the_rest(int seed)
    {
        await using var capture = await CaptureUnderTest.StartAsync(fixture.Cluster, Tables, "k", "f", "p");
        List<ChangePosition> boundaries = [capture.Start];
        List<Told> all;
        await using (var stream = await capture.OpenAsync())
        {
            var writing = WriteAsync(capture, new Random(seed));
            List<ChangeChunk> chunks = [];
            while (!writing.IsCompleted) chunks.Add(await stream.ReadAsync(Cancellation));
            await writing;
            chunks.AddRange(await capture.ReadChunksAsync(stream));
            boundaries.AddRange(chunks.Select(chunk => chunk.End).OfType<ChangePosition>());
            all = Gather(capture, chunks);
            await ExpectTablesAsync(capture, chunks);
            chunks.ForEach(chunk => chunk.Dispose());
        }

        all.Count.ShouldBeGreaterThan(Transactions / 2);
        all.ShouldBe(all.OrderBy(told => told.Position));
        foreach (var after in boundaries.Distinct().ToArray())
        {
            await using var stream = await capture.OpenAsync(after);
            var chunks = await capture.ReadChunksAsync(stream);
            Gather(capture, chunks).ShouldBe(all.Where(told => told.Position > after));
            chunks.ForEach(chunk => chunk.Dispose());
        }
    }

    private static List<Told> Gather(CaptureUnderTest capture, List<ChangeChunk> chunks)
    {
        List<Told> result = [];
        StringBuilder? begun = null;
        foreach (var chunk in chunks)
        {
            for (var i = 0; i < chunk.Transactions.Count; i++)
            {
                var rows = RowsOf(capture, chunk, i);
                begun = i == 0 && begun is not null ? begun.Append(rows) : new StringBuilder(rows);
                if (chunk.EndsInTransaction && i == chunk.Transactions.Count - 1) continue;
                if (begun.Length > 0) result.Add(new Told(chunk.Transactions[i].Id, chunk.Transactions[i].Position, begun.ToString()));
                begun = null;
            }
        }

        begun.ShouldBeNull();
        return result;
    }

    private static string RowsOf(CaptureUnderTest capture, ChangeChunk chunk, int transaction)
    {
        var rows = new StringBuilder();
        foreach (var (text, index) in capture.TextWithTransaction(chunk))
            if (index == transaction) rows.Append(text).Append('\n');
        return rows.ToString();
    }

    /// <summary>Applies the rows as a target would and compares with what the tables hold.</summary>
    private static async Task ExpectTablesAsync(CaptureUnderTest capture, List<ChangeChunk> chunks)
    {
        var tables = capture.Tables.ToDictionary(table => table.Id, _ => new List<string[]>());
        string[]? before = null;
        foreach (var line in chunks.SelectMany(capture.Text))
        {
            var (kind, rows, values) = (line[0], tables[line[1] - '0'], line.Split('|')[1..]);
            switch (kind)
            {
                case 'I': rows.Add(values); break;
                case 'D': rows.RemoveAt(rows.FindIndex(row => row.SequenceEqual(values))); break;
                case 'X': rows.RemoveAt(rows.FindIndex(row => row[0] == values[0])); break;
                case 'T': rows.Clear(); break;
                case 'B': before = values; break;
                case 'U':
                    var known = before is null ? rows.FindIndex(row => row[0] == values[0]) : rows.FindIndex(row => row.Zip(before).All(pair => pair.Second == "?" || pair.First == pair.Second));
                    rows[known] = [.. values.Select((value, i) => value == "?" ? rows[known][i] : value)];
                    before = null;
                    break;
                default: throw new InvalidOperationException(line);
            }
        }

        foreach (var table in capture.Tables)
        {
            var scanned = await capture.Test.ReadTableAsync(table.Definition.Name.Object);
            tables[table.Id].Select(row => string.Join('|', row)).Order(StringComparer.Ordinal).ShouldBe(scanned.Order(StringComparer.Ordinal));
        }
    }

    private static async Task WriteAsync(CaptureUnderTest capture, Random random)
    {
        await using var connection = await capture.Test.Cluster.DataSource(capture.Test.Database).OpenConnectionAsync(Cancellation);
        for (var i = 0; i < Transactions; i++)
        {
            var sql = new StringBuilder("BEGIN;");
            for (var statement = random.Next(1, 6); statement > 0; statement--)
            {
                if (random.Next(6) == 0) sql.Append(CultureInfo.InvariantCulture, $"SAVEPOINT s; {Statement(random)}; ROLLBACK TO s; RELEASE s;");
                sql.Append(Statement(random)).Append(';');
            }

            sql.Append(random.Next(8) == 0 ? "ROLLBACK" : "COMMIT");
            await using var command = new Npgsql.NpgsqlCommand(sql.ToString(), connection);
            await command.ExecuteNonQueryAsync(Cancellation);
            if (random.Next(3) == 0) await Task.Delay(random.Next(30), Cancellation);
        }
    }

    private static string Statement(Random random)
    {
        var (table, id, other) = ("kfp"[random.Next(3)], random.Next(40), random.Next(40));
        var large = random.Next(3) == 0 ? $"(SELECT string_agg(md5((i * {random.Next(1000)})::text), '') FROM generate_series(1, 100) i)" : $"'small {random.Next(100)}'";
        var onConflict = table == 'f' ? "" : " ON CONFLICT (id) DO UPDATE SET v = excluded.v";
        return random.Next(100) switch
        {
            < 45 => $"INSERT INTO {table} VALUES ({id}, 'v{random.Next(100)}', {large}){onConflict}",
            < 65 => $"UPDATE {table} SET v = v || 'x' WHERE id = {id}",
            < 75 when table == 'f' => $"UPDATE f SET id = {other} WHERE id = {id}",
            < 75 => $"UPDATE {table} SET id = {other} WHERE id = {id} AND NOT EXISTS (SELECT FROM {table} WHERE id = {other})",
            < 85 => $"DELETE FROM {table} WHERE id BETWEEN {id} AND {id + 2}",
            < 88 => $"TRUNCATE {table}",
            < 91 => "TRUNCATE k, f, p",
            < 94 => $"INSERT INTO f SELECT i, 'bulk', 'b' FROM generate_series(1, {random.Next(1, 3000)}) i",
            _ => "SELECT pg_logical_emit_message(true, 'other', 'x')",
        };
    }
}
