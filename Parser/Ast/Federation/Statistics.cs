using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>What a data statistics object measures.</summary>
public enum StatisticsKind
{
    /// <summary>RECORD COUNT: rows of the table.</summary>
    RecordCount,

    /// <summary>SIMPLE: rows, nulls, distinct values, smallest and largest value of a column.</summary>
    Simple,

    /// <summary>HISTOGRAM: what SIMPLE has, and how the values are spread.</summary>
    Histogram,

    /// <summary>SAMPLE: all of that for several columns, from a few rows.</summary>
    Sample,
    TopK,
    Sketch,
}

/// <summary>Which objects a list of columns selects.</summary>
public enum StatisticsMatch
{
    /// <summary>Those about these columns or some of them.</summary>
    Within,

    /// <summary>EXACT: those about exactly these columns.</summary>
    Exact,

    /// <summary>CASCADE: those about at least one of them.</summary>
    Touching,
}

/// <summary>Properties of a data statistics object; null where nothing was written.</summary>
/// <param name="InitialRefresh">INITIAL REFRESH (true) or NO INITIAL REFRESH (false).</param>
/// <param name="Unsupported">The first property that has no meaning for virtual tables, as written.</param>
public sealed record StatisticsProperties(bool? Enable, long? Buckets, long? SampleSize, bool? InitialRefresh, string? Unsupported, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>CREATE STATISTICS [name] ON table [(columns)] [TYPE …] [properties] [[NO] INITIAL REFRESH]</c></summary>
/// <param name="Columns">Empty: all, or the table as a whole.</param>
/// <param name="Kind">Null: HISTOGRAM.</param>
public sealed record CreateStatisticsStatement(
    ObjectName? Name, ObjectName Table, EquatableArray<Identifier> Columns, StatisticsKind? Kind, StatisticsProperties Properties, TextSpan Span) : Statement(Span);

/// <summary>The objects a statement is about: by name, or those on a table and some of its columns.</summary>
/// <param name="Table">Null when <see cref="Names"/> lists them.</param>
/// <param name="Kind">Null: any.</param>
/// <param name="NamesNone">True when it can match nothing: REFRESH TYPE AUTO, which virtual tables do not have.</param>
public sealed record StatisticsSelection(
    EquatableArray<ObjectName> Names,
    ObjectName? Table,
    EquatableArray<Identifier> Columns,
    StatisticsMatch Match,
    StatisticsKind? Kind,
    bool NamesNone,
    TextSpan Span) : SyntaxNode(Span);

public sealed record AlterStatisticsStatement(StatisticsSelection Selection, StatisticsProperties Properties, TextSpan Span) : Statement(Span);

public sealed record RefreshStatisticsStatement(StatisticsSelection Selection, TextSpan Span) : Statement(Span);

public sealed record DropStatisticsStatement(StatisticsSelection Selection, bool IfExists, TextSpan Span) : Statement(Span);
