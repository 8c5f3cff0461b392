using FederationGateway.Common;

namespace FederationGateway.Catalog.Configuration;

/// <summary>Properties that say how changes come to be known: of a remote source, and of a virtual table.</summary>
public static class CaptureProperties
{
    /// <summary>Of a source: <c>polling</c> has its tables read from time to time, whatever its adapter can do.</summary>
    public const string Method = "CAPTURE";

    /// <summary>Of a source: how long after one reading the next begins.</summary>
    public const string Interval = "POLLING_INTERVAL";

    /// <summary>Of a table: the columns that tell its rows apart, with commas between them, where the source does not say.</summary>
    public const string Key = "CAPTURE_KEY";

    /// <summary>Of a table: a column that is higher in each row the later that was written. Without it, all rows are compared with those of the reading before.</summary>
    public const string Column = "POLLING_COLUMN";

    /// <summary>Of a table with <see cref="Column"/>: how far below the highest value so far rows may still appear.</summary>
    public const string Overlap = "POLLING_OVERLAP";

    /// <summary>Those of a table.</summary>
    public static IReadOnlyList<string> OfTables { get; } = [Key, Column, Overlap];

    private const string Polling = "polling";

    private static readonly TimeSpan s_usualInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMilliseconds(100);

    public static bool IsOfSource(string name) => IsNamed(name, Method) || IsNamed(name, Interval);

    /// <summary>True for sources whose tables are to be read from time to time.</summary>
    public static bool IsPolled(RemoteSourceEntry source) => source.Properties.Any(property => IsNamed(property.Key, Method) && IsNamed(property.Value, Polling));

    public static TimeSpan IntervalOf(RemoteSourceEntry source) =>
        source.Properties.Where(property => IsNamed(property.Key, Interval)).Select(property => Durations.Read(property.Value)).FirstOrDefault() ?? s_usualInterval;

    /// <summary>Refuses a value that a property of a source does not take.</summary>
    public static void CheckOfSource(string name, string value)
    {
        if (IsNamed(name, Method) && !IsNamed(value.Trim(), Polling))
            throw new GatewayException(SqlState.InvalidOptionValue, $"property \"{name}\" takes polling, not \"{value}\"") { Hint = $"ALTER REMOTE SOURCE … UNSET PROPERTY '{Method}' leaves it to the adapter." };
        if (IsNamed(name, Interval) && !(Durations.Read(value) >= s_shortestInterval))
            throw new GatewayException(SqlState.InvalidOptionValue, $"property \"{name}\" takes a duration of at least 100ms, like 10s or 5min, not \"{value}\"");
    }

    /// <summary>Refuses a value that a property of a table does not take. Whether its columns are there is asked when changes are to be captured: definitions change.</summary>
    public static void CheckOfTable(string name, string value)
    {
        if ((IsNamed(name, Key) || IsNamed(name, Column)) && NamesIn(value).Any(column => column.Length == 0))
            throw new GatewayException(SqlState.InvalidOptionValue, $"property \"{name}\" takes names of columns, not \"{value}\"");
        if (IsNamed(name, Overlap) && Durations.Read(value) is null)
            throw new GatewayException(SqlState.InvalidOptionValue, $"property \"{name}\" takes a number or a duration like 5min, not \"{value}\"");
    }

    public static IReadOnlyList<string> NamesIn(string value) => value.Split(',', StringSplitOptions.TrimEntries);

    private static bool IsNamed(string text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}
