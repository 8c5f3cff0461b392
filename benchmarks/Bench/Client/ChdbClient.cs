using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FederationGateway.Bench.Servers;
using FederationGateway.Support;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Bench.Client;

/// <summary>chDB in a process of its own: <c>chdb/session.js</c>, a line of JSON to it and one back for each statement.</summary>
internal sealed class ChdbClient : IClient
{
    /// <summary>Seconds after which a statement is given up.</summary>
    public const int Limit = 120;

    private static readonly string Folder = Repository.PathOf("benchmarks", "Bench", "chdb");
    private readonly Process _process;

    private ChdbClient(Process process) => _process = process;

    public string Name => Peers.Chdb;

    /// <summary>Whether npm could install it for this machine.</summary>
    public static bool IsInstalled => Directory.Exists(Path.Combine(Folder, "node_modules", "chdb"));

    /// <summary>Starts it and makes a table for each of the sources'; null where it is not installed.</summary>
    public static ChdbClient? Connect(IEnumerable<SourceTables> sources)
    {
        if (!IsInstalled)
            return null;

        var client = new ChdbClient(Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "session.js")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        foreach (var source in sources)
            foreach (var table in source.Tables)
                client.Drain(string.Create(
                    CultureInfo.InvariantCulture,
                    $"CREATE TABLE {table} ENGINE = PostgreSQL('127.0.0.1:{source.Server.Port}', '{source.Database}', '{table}', '{PostgresCluster.Superuser}', '{PostgresCluster.Password}')"));
        client.Drain(string.Create(CultureInfo.InvariantCulture, $"SET max_execution_time = {Limit}"));
        return client;
    }

    public long Drain(string sql) => Ask(sql, "drain").GetProperty("rows").GetInt64();

    public IReadOnlyList<string?[]> Query(string sql) =>
        [.. Ask(sql, "query").GetProperty("rows").EnumerateArray().Select(row =>
            row.EnumerateArray().Select(cell => cell.ValueKind == JsonValueKind.Null ? null : cell.ToString()).ToArray())];

    public void Dispose()
    {
        // The script ends with its input.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }

    private JsonElement Ask(string sql, string verb)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(new { sql, verb }));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("chDB ended");
        var answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException(error.GetString()) : answer;
    }
}
