using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog;

/// <summary>What a data statistics object measures.</summary>
public enum DataStatisticsType
{
    RecordCount,
    Simple,
    Histogram,
    Sample,
}

/// <summary>A data statistics object of a virtual table. It is in the table's schema and goes with the table.</summary>
/// <param name="Columns">Names of the virtual table's columns: none for a record count, one for SIMPLE and HISTOGRAM.</param>
public sealed record DataStatistics(long Oid, string Name, DataStatisticsType Type, EquatableArray<string> Columns)
{
    /// <summary>True when the optimizer does not look at it and REFRESH leaves it alone.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>The most parts a histogram has and the most common values it names; null: the gateway chooses.</summary>
    public int? Buckets { get; init; }

    /// <summary>How many rows a sample has; null: the gateway chooses.</summary>
    public int? SampleSize { get; init; }

    public DateTime CreateTime { get; init; }

    /// <summary>What the last refresh found; null before the first.</summary>
    public MeasuredStatistics? Content { get; init; }

    /// <summary>The type as SQL writes it.</summary>
    public string TypeName => Type switch
    {
        DataStatisticsType.RecordCount => "RECORD COUNT",
        DataStatisticsType.Simple => "SIMPLE",
        DataStatisticsType.Histogram => "HISTOGRAM",
        _ => "SAMPLE",
    };
}

/// <summary>What one refresh found.</summary>
/// <param name="Reason">The statement that asked for it: CREATE, ALTER or REFRESH.</param>
/// <param name="RowCount">Rows of the table, counted; null when only a part of it was read and nobody knows how many there are.</param>
/// <param name="IsSampled">True when <see cref="Columns"/> come from a part of the rows.</param>
public sealed record MeasuredStatistics(DateTime Time, string Reason, double? RowCount, bool IsSampled, EquatableArray<MeasuredColumn> Columns);

/// <summary>What was found of one column.</summary>
public sealed record MeasuredColumn(string Name, ColumnStatistics Statistics);
