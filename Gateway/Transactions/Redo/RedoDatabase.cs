using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Gateway.Transactions.Redo;

/// <summary>
/// Where a transaction's redo log is: a database in memory of its own, attached to the store's engine, whose rows spill like those of any statement. What is written here is
/// outside of the transaction, which its own connection reads when it begins again.
/// </summary>
internal sealed class RedoDatabase : IDisposable
{
    private static long s_last;
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"redo_{Interlocked.Increment(ref s_last)}");

    public RedoDatabase(CatalogStore store)
    {
        Connection = store.Connect();
        try
        {
            Connection.Execute($"ATTACH ':memory:' AS {_name}", CancellationToken.None);
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    /// <summary>For writing the log.</summary>
    public DuckDbConnection Connection { get; }

    /// <summary>A table's name in SQL, for any connection.</summary>
    public string NameOf(string table) => $"{_name}.main.{table}";

    public AttachedTable Table(string table) => new(_name, table);

    public Task<long> ExecuteAsync(string sql, CancellationToken cancellationToken) => Connection.ExecuteAsync(sql, cancellationToken);

    /// <summary>The one row of a query of bigints.</summary>
    public async Task<long[]> NumbersAsync(string sql, int count, CancellationToken cancellationToken)
    {
        await using var reader = Connection.Query(sql, new Schema(Enumerable.Range(0, count).Select(i => new Field($"n{i}", SqlType.Int8)).ToEquatableArray()), cancellationToken);
        using var row = await reader.ReadAsync(cancellationToken) ?? throw new InvalidOperationException("an aggregate has a row");
        return [.. Enumerable.Range(0, count).Select(i => row.Column(i).GetValue<long>(0))];
    }

    public void Dispose()
    {
        try
        {
            if (!Connection.Engine.IsInvalidated) Connection.Execute($"DETACH {_name}", CancellationToken.None);
        }
        catch (Exception e) when (e is GatewayException or ObjectDisposedException)
        {
            // It goes with the engine.
        }

        Connection.Dispose();
    }
}
