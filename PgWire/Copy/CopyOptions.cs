using FederationGateway.Common;

namespace FederationGateway.PgWire.Copy;

/// <summary>How COPY data is laid out.</summary>
public enum CopyFormat
{
    Text,
    Csv,
    Binary,
}

/// <summary>What a HEADER option asks for.</summary>
public enum CopyHeader
{
    None,

    /// <summary>A line of column names is written; when reading it is skipped.</summary>
    Present,

    /// <summary>When reading, the names must be the columns' in order (<c>HEADER MATCH</c>).</summary>
    Match,
}

/// <summary>The options of a COPY statement, with PostgreSQL's meanings; what is not given has the format's default.</summary>
public sealed record CopyOptions(CopyFormat Format = CopyFormat.Text)
{
    /// <summary>One byte; tab in text, comma in csv when not given.</summary>
    public char? Delimiter { get; init; }

    /// <summary>What stands for null; <c>\N</c> in text, the empty string in csv when not given.</summary>
    public string? Null { get; init; }

    public CopyHeader Header { get; init; }

    /// <summary>csv only; one byte.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>csv only; one byte; the quote character when not given.</summary>
    public char? Escape { get; init; }

    /// <summary>csv out: quote every non-null value of all columns.</summary>
    public bool ForceQuoteAll { get; init; }

    /// <summary>csv out: names of columns whose non-null values are always quoted.</summary>
    public EquatableArray<string> ForceQuote { get; init; }

    /// <summary>csv in: names of columns whose values are never null, even when they equal <see cref="Null"/>.</summary>
    public EquatableArray<string> ForceNotNull { get; init; }

    /// <summary>csv in: names of columns where even a quoted value equal to <see cref="Null"/> is null.</summary>
    public EquatableArray<string> ForceNull { get; init; }

    /// <summary>The delimiter in effect.</summary>
    public char EffectiveDelimiter => Delimiter ?? (Format == CopyFormat.Csv ? ',' : '\t');

    /// <summary>The null text in effect.</summary>
    public string EffectiveNull => Null ?? (Format == CopyFormat.Csv ? "" : "\\N");

    /// <summary>The escape character in effect.</summary>
    public char EffectiveEscape => Escape ?? Quote;
}
