using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Polling;

/// <summary>A polled table's rows in the engine's words: columns c0, c1 … of the rows read (n) and of the rows known (s).</summary>
internal sealed class PolledRows
{
    private readonly PolledTable _table;
    private readonly int _count;

    public PolledRows(long source, PolledTable table)
    {
        (_table, _count) = (table, table.Definition.Columns.Count);
        State = StateOf(source, table.Captured.Id);
    }

    /// <summary>The store's table of the rows known: all of them, or those a rising column may still bring again.</summary>
    public string State { get; }

    public static string StateOf(long source, int table) => string.Create(CultureInfo.InvariantCulture, $"{PollingRows.Schema}.state_{source}_{table}");

    public string Columns => List("c{0}");

    /// <summary><c>n.c0, n.c1 …</c></summary>
    public string Of(string alias) => List(alias + ".c{0}");

    public string List(string template) => string.Join(", ", Enumerable.Range(0, _count).Select(i => string.Format(CultureInfo.InvariantCulture, template, i)));

    /// <summary>The key's columns of a row, for GROUP BY.</summary>
    public string KeyOf(string alias) => string.Join(", ", _table.Key.Select(ordinal => Column(alias, ordinal)));

    public string HasSameKey(string left, string right) => string.Join(" AND ", _table.Key.Select(ordinal => $"{Column(left, ordinal)} = {Column(right, ordinal)}"));

    public string HasNullKey(string alias) => string.Join(" OR ", _table.Key.Select(ordinal => $"{Column(alias, ordinal)} IS NULL"));

    /// <summary>True, never null, when two rows are the same in every column, to the last digit and byte.</summary>
    public string IsSame(string left, string right) =>
        string.Join(" AND ", Enumerable.Range(0, _count).Select(i => $"{Compared(left, i)} IS NOT DISTINCT FROM {Compared(right, i)}"));

    /// <summary>What rows must have in common to be the same, for PARTITION BY.</summary>
    public string AllOf(string alias) => string.Join(", ", Enumerable.Range(0, _count).Select(i => Compared(alias, i)));

    public string Rising(string alias) => Column(alias, _table.Rising!.Value);

    /// <summary>From where on rows are looked at, by those known: null when there is none. Of dates, infinity does not count: nothing is behind it.</summary>
    public string Bound()
    {
        var type = _table.Definition.Columns[_table.Rising!.Value].Type;
        var filter = type.Kind is SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz ? $" FILTER (WHERE isfinite({Rising("s")}))" : "";
        var highest = $"max({Rising("s")}){filter}";
        if (_table.Overlap is { } overlap)
        {
            // Behind the least value of the type there is nothing: no bound.
            highest = type.Kind is SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 ? $"TRY_CAST(CAST({highest} AS HUGEINT) - {overlap} AS {EngineType.Of(type)})"
                : type.Kind == SqlTypeKind.Numeric ? $"TRY_CAST(CAST({highest} AS DECIMAL(38, {EngineType.Of(type).Scale})) - {overlap} AS {EngineType.Of(type)})"
                : $"{highest} - {overlap}";
        }

        return $"SELECT CAST({highest} AS {EngineType.Of(type)}) FROM {State} AS s";
    }

    // The engine takes -0 for 0, and a month for 30 days.
    private string Compared(string alias, int ordinal) => _table.Definition.Columns[ordinal].Type.Kind is SqlTypeKind.Float4 or SqlTypeKind.Float8 or SqlTypeKind.Interval or SqlTypeKind.Array
        ? $"CAST({Column(alias, ordinal)} AS VARCHAR)"
        : Column(alias, ordinal);

    private static string Column(string alias, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{alias}.c{ordinal}");
}
