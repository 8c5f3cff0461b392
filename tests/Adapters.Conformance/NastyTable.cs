using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Conformance;

/// <summary>A column of <see cref="NastyTable"/>.</summary>
public sealed record NastyColumn(string Name, SqlType Type);

/// <summary>
/// The table every adapter's source must hold for the suite: few rows, null and then <see cref="NastyValues"/>. Values are in the representation of
/// constants (<see cref="Plan.ConstantExpression"/>). The first column, <c>id</c>, is the row's number from 1.
/// </summary>
public sealed class NastyTable
{
    private static readonly (string Name, SqlType Type)[] All =
    [
        ("id", SqlType.Int4), ("b", SqlType.Boolean), ("i2", SqlType.Int2), ("i4", SqlType.Int4), ("i8", SqlType.Int8), ("f8", SqlType.Float8), ("d", SqlType.Numeric(38, 4)), ("t", SqlType.Text),
        ("v", SqlType.VarChar(20)), ("dt", SqlType.Date), ("ts", SqlType.Timestamp), ("tz", SqlType.TimestampTz), ("by", SqlType.Bytea), ("u", SqlType.Uuid),
    ];

    private NastyTable(IReadOnlyList<NastyColumn> columns, IReadOnlyList<object?[]> rows) => (Columns, Rows) = (columns, rows);

    public const string Name = "nasty";

    public IReadOnlyList<NastyColumn> Columns { get; }

    public IReadOnlyList<object?[]> Rows { get; }

    /// <summary>The table, as far as a source can hold it.</summary>
    /// <param name="canHold">Whether the source has the type with all of the gateway's values.</param>
    public static NastyTable For(Func<SqlType, bool> canHold)
    {
        var kept = All.Where(column => column.Name == "id" || canHold(column.Type)).ToList();
        return new NastyTable(
            [.. kept.Select(column => new NastyColumn(column.Name, column.Type))],
            [.. Enumerable.Range(0, 7).Select(row => kept.Select((column, ordinal) => ordinal == 0 ? row + 1 : ValuesOf(column.Type)[row]).ToArray())]);
    }

    private static object?[] ValuesOf(SqlType type) => [null, .. NastyValues.Of(type)!];

    /// <summary>The values of a column, row by row.</summary>
    public IReadOnlyList<object?> ValuesOf(int ordinal) => [.. Rows.Select(row => row[ordinal])];
}
