using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;
using Npgsql;
using NpgsqlTypes;

namespace FederationGateway.Adapters.PostgreSql.Metadata;

/// <summary>Reads the definitions of any number of objects in one round trip.</summary>
internal sealed class CatalogReader(NpgsqlConnection connection, string databaseName)
{
    /// <summary>Longer values are cut (as bounds) or left out (as common values): estimates need their beginning at most.</summary>
    private const int LongestValue = 64;

    private const int MostBounds = 101;

    private readonly Dictionary<uint, TableRow> _tables = [];
    private readonly Dictionary<uint, List<ColumnRow>> _columns = [];
    private readonly Dictionary<uint, List<TableKey>> _keys = [];
    private readonly Dictionary<(uint Table, string Column), ColumnStatistics> _statistics = [];

    private sealed record TableRow(string Schema, string Name, string Kind, string? Comment, double? Rows, double? Bytes);

    private sealed record ColumnRow(short Number, TableColumn Column);

    /// <summary>The definitions, in the order asked for.</summary>
    public async Task<IReadOnlyList<RemoteTable>> ReadAsync(IReadOnlyList<uint> objects, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(CatalogQueries.Database));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(CatalogQueries.Domains));
        foreach (var query in new[] { CatalogQueries.Tables, CatalogQueries.Columns, CatalogQueries.Keys, CatalogQueries.Statistics })
        {
            var command = new NpgsqlBatchCommand(query);
            command.Parameters.Add(new NpgsqlParameter { Value = objects.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid });
            batch.BatchCommands.Add(command);
        }

        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var database = await ReadDatabaseAsync(rows, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        var types = await ReadDomainsAsync(rows, cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) AddTable(rows);
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) AddColumn(rows, database, types);
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) AddKey(rows);
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) AddStatistics(rows);
        return [.. objects.Where(_tables.ContainsKey).Select(Build)];
    }

    private static async Task<DatabaseText> ReadDatabaseAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        await rows.ReadAsync(cancellationToken);
        return new DatabaseText(rows.GetString(0), Text(rows, 1), Text(rows, 2));
    }

    private static async Task<ColumnTypes> ReadDomainsAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        Dictionary<uint, (uint, int, string)> domains = [];
        while (await rows.ReadAsync(cancellationToken)) domains[Oid(rows, 0)] = (Oid(rows, 1), rows.GetInt32(2), rows.GetString(3));
        return new ColumnTypes(domains);
    }

    private void AddTable(NpgsqlDataReader row) =>
        _tables[Oid(row, 0)] = new TableRow(row.GetString(1), row.GetString(2), row.GetString(3), Text(row, 4), Number(row, 5), Number(row, 6));

    private void AddColumn(NpgsqlDataReader row, DatabaseText database, ColumnTypes types)
    {
        var name = row.GetString(2);
        var (type, properties) = types.Resolve(Oid(row, 3), row.GetInt32(4));
        var collation = CollationFacts.For(database, Oid(row, 8), Text(row, 9), Text(row, 10));
        IEnumerable<TableProperty> generated = row.GetBoolean(11) ? [new TableProperty(TableColumn.GeneratedProperty, "true", IsReadOnly: true)] : [];
        var column = new TableColumn(name, name, type, IsNullable: !row.GetBoolean(6), row.GetString(5), [.. properties, .. collation, .. generated], Comment: Text(row, 7));
        List(_columns, Oid(row, 0)).Add(new ColumnRow(row.GetInt16(1), column));
    }

    private void AddKey(NpgsqlDataReader row)
    {
        var table = Oid(row, 0);
        var columns = List(_columns, table);
        var ordinals = row.GetFieldValue<short[]>(3).Take(row.GetInt32(4)).Select(number => columns.FindIndex(column => column.Number == number)).ToArray();

        // A key over a column we may not read is of no use here.
        if (!ordinals.Contains(-1)) List(_keys, table).Add(new TableKey(row.GetBoolean(1), [.. ordinals], row.GetString(2)));
    }

    private void AddStatistics(NpgsqlDataReader row)
    {
        var table = Oid(row, 0);
        var distinct = Number(row, 2) switch
        {
            null or 0 => null,
            < 0 and var fraction => -fraction * _tables[table].Rows,
            var count => count,
        };
        var bounds = row.IsDBNull(5) ? [] : row.GetFieldValue<string[]>(5);
        _statistics[(table, row.GetString(1))] = new ColumnStatistics(distinct, Number(row, 3), Number(row, 4), bounds.FirstOrDefault(), bounds.LastOrDefault())
        {
            MostCommon = CommonValues(row),
            Histogram = Thinned(bounds),
        };
    }

    private static EquatableArray<CommonValue> CommonValues(NpgsqlDataReader row)
    {
        if (row.IsDBNull(6) || row.IsDBNull(7)) return [];
        return row.GetFieldValue<string[]>(6).Zip(row.GetFieldValue<float[]>(7), (text, fraction) => new CommonValue(text, fraction))
            .Where(common => common.Text.Length <= LongestValue).ToEquatableArray();
    }

    /// <summary>At most <see cref="MostBounds"/> of the bounds, evenly spaced, the first and the last among them.</summary>
    private static EquatableArray<string> Thinned(string[] bounds)
    {
        var count = Math.Min(bounds.Length, MostBounds);
        return [.. Enumerable.Range(0, count).Select(i => bounds[count == 1 ? 0 : (int)((long)i * (bounds.Length - 1) / (count - 1))]).Select(bound => bound.Length <= LongestValue ? bound : bound[..LongestValue])];
    }

    private RemoteTable Build(uint oid)
    {
        var table = _tables[oid];
        var columns = List(_columns, oid).Select(row => row.Column with { Statistics = _statistics.GetValueOrDefault((oid, row.Column.Name)) });
        return new RemoteTable(
            new RemoteObjectName(databaseName, table.Schema, table.Name),
            [table.Schema, table.Name],
            columns.ToEquatableArray(),
            _keys.GetValueOrDefault(oid, []).ToEquatableArray(),
            table.Rows is { } rows ? new TableStatistics(rows, table.Bytes) : null,
            [new TableProperty(PropertyNames.Kind, table.Kind, IsReadOnly: true), new TableProperty(PropertyNames.Oid, oid.ToString(CultureInfo.InvariantCulture), IsReadOnly: true)],
            table.Comment)
        {
            ColumnNumbers = List(_columns, oid).Select(row => (int)row.Number).ToEquatableArray(),
        };
    }

    private static List<T> List<T>(Dictionary<uint, List<T>> lists, uint key)
    {
        if (!lists.TryGetValue(key, out var list)) lists[key] = list = [];
        return list;
    }

    private static uint Oid(NpgsqlDataReader row, int column) => row.GetFieldValue<uint>(column);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static double? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
