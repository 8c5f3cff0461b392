using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>
/// What a plan knows of a table: where it is, its columns, keys and statistics, as of the catalog snapshot the statement was bound against.
/// </summary>
/// <param name="Source">The remote source's name, or <see cref="LocalSource"/> or <see cref="SystemSource"/>.</param>
/// <param name="Path">The object's name at the source, outermost part first: {schema, table} for local and system tables, whatever the adapter imported for remote ones.</param>
/// <param name="DisplayName">The name the statement's author knows: <c>crm.orders</c>.</param>
public sealed record TableHandle(
    string Source,
    EquatableArray<string> Path,
    string DisplayName,
    EquatableArray<TableColumn> Columns,
    EquatableArray<TableKey> Keys = default,
    TableStatistics? Statistics = null,
    EquatableArray<TableProperty> Properties = default,
    long TableOid = 0)
{
    /// <summary>The pseudo source of tables in the gateway's own store.</summary>
    public const string LocalSource = "<local>";

    /// <summary>The pseudo source of dictionary views, whose rows the gateway makes itself.</summary>
    public const string SystemSource = "<system>";
}

/// <summary>A column of a table. <paramref name="RemoteName"/> is its exact name at the source, <paramref name="RemoteTypeName"/> the type as the source calls it.</summary>
/// <param name="Properties">Column-level capability overrides (<c>CAP_COLUMN_FILTER</c>=false …) and adapter facts such as <c>collation</c>.</param>
public sealed record TableColumn(
    string Name,
    string RemoteName,
    SqlType Type,
    bool IsNullable,
    string RemoteTypeName = "",
    EquatableArray<TableProperty> Properties = default,
    ColumnStatistics? Statistics = null,
    string? DefaultExpression = null,
    string? Comment = null);

/// <summary>A primary or unique key, by column ordinals.</summary>
/// <param name="IsIndexOnly">True when CREATE UNIQUE INDEX made it: it is no constraint of the table.</param>
public sealed record TableKey(bool IsPrimary, EquatableArray<int> Ordinals, string? Name = null, bool IsIndexOnly = false);

/// <summary>A name and value kept with a table or column: adapter-supplied facts, capability overrides, user-set properties.</summary>
public sealed record TableProperty(string Name, string Value, bool IsReadOnly = false);

/// <summary>What the source says of a table's size.</summary>
public sealed record TableStatistics(double RowCount, double? TotalBytes = null);

/// <summary>
/// What is known of a column's values: what its source says, or what CREATE STATISTICS found. Values are in PostgreSQL's text form of the column's type.
/// </summary>
/// <param name="DistinctCount">Distinct non-null values.</param>
/// <param name="NullFraction">0 to 1.</param>
/// <param name="AverageWidth">Bytes.</param>
public sealed record ColumnStatistics(double? DistinctCount = null, double? NullFraction = null, double? AverageWidth = null, string? MinimumText = null, string? MaximumText = null)
{
    /// <summary>The most frequent values, most frequent first.</summary>
    public EquatableArray<CommonValue> MostCommon { get; init; }

    /// <summary>Ascending bounds of parts that hold about as many rows each, of the values that are not among <see cref="MostCommon"/>.</summary>
    public EquatableArray<string> Histogram { get; init; }
}

/// <summary>A value and the fraction of all rows that have it.</summary>
public sealed record CommonValue(string Text, double Fraction);
