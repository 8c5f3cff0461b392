using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.Configuration;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Polling;

/// <summary>A captured table as its properties say it is read.</summary>
/// <param name="Key">The columns that tell rows apart; empty when nothing does.</param>
/// <param name="Rising">The column that is higher in each row the later that was written; null when all rows are compared.</param>
/// <param name="Overlap">How far below the highest value so far rows may still appear, in the engine's words; null for not at all.</param>
internal sealed record PolledTable(CapturedTable Captured, EquatableArray<int> Key, int? Rising, string? Overlap)
{
    public RemoteTable Definition => Captured.Definition;

    /// <summary>What of the changes is not seen; null when all are.</summary>
    public string? Unseen => Rising is not { } ordinal ? null
        : Key.IsEmpty ? $"only new rows of \"{Definition.Name.Object}\" are seen, by column \"{Definition.Columns[ordinal].Name}\": what is changed or deleted there stays in the target as it was"
        : $"new and changed rows of \"{Definition.Name.Object}\" are seen, by column \"{Definition.Columns[ordinal].Name}\": what is deleted there stays in the target";

    /// <summary>The table with the properties of a virtual table that say how it is captured and what the source can do for it, and the key they name.</summary>
    /// <exception cref="GatewayException">42703, HV024 when they do not fit the table.</exception>
    public static RemoteTable Define(RemoteTable table, IEnumerable<TableProperty> properties)
    {
        var relevant = properties.Where(property => CaptureProperties.OfTables.Contains(property.Name, StringComparer.OrdinalIgnoreCase) || property.Name.StartsWith("CAP_", StringComparison.OrdinalIgnoreCase))
            .Select(property => new TableProperty(property.Name.ToUpperInvariant(), property.Value)).OrderBy(property => property.Name, StringComparer.Ordinal).ToEquatableArray();
        var keys = Value(relevant, CaptureProperties.Key) is { } named
            ? [new TableKey(IsPrimary: true, CaptureProperties.NamesIn(named).Select(name => OrdinalOf(table, name, CaptureProperties.Key)).ToEquatableArray())]
            : table.Keys;
        return table with { Keys = keys, Properties = relevant };
    }

    /// <exception cref="GatewayException">As <see cref="Define"/>; 55000 when nothing tells the rows of a table apart that are all to be compared.</exception>
    public static PolledTable Of(CapturedTable captured)
    {
        var definition = captured.Definition;
        if (Value(definition.Properties, CaptureProperties.Column) is not { } named)
        {
            if (captured.Key.IsEmpty)
            {
                throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"nothing says which columns tell the rows of \"{definition.Name.Object}\" apart")
                {
                    Hint = $"ALTER VIRTUAL TABLE … SET PROPERTY '{CaptureProperties.Key}' = 'id' does; '{CaptureProperties.Column}' names a column that only rises, and needs no key for rows that never change.",
                };
            }

            return new PolledTable(captured, captured.Key, null, null);
        }

        var ordinal = OrdinalOf(definition, named, CaptureProperties.Column);
        var type = definition.Columns[ordinal].Type;
        if (!CanRise(type)) throw new GatewayException(SqlState.InvalidOptionValue, $"column \"{named}\" of type {type} cannot be the {CaptureProperties.Column}") { Hint = "It takes a whole number, a numeric with a precision, a date or a timestamp." };
        return new PolledTable(captured, captured.Key, ordinal, Value(definition.Properties, CaptureProperties.Overlap) is { } overlap ? OverlapOf(type, overlap) : null);
    }

    private static bool CanRise(SqlType type) => type.Kind is SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz
        || (type.Kind == SqlTypeKind.Numeric && EngineType.Of(type).Id == EngineTypeId.Decimal);

    private static string OverlapOf(SqlType type, string text)
    {
        var isNumber = text.Trim().All(char.IsAsciiDigit);
        var duration = Durations.Read(text) ?? throw Wrong(text, "a number or a duration like 5min");
        return type.Kind switch
        {
            SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => string.Create(CultureInfo.InvariantCulture, $"to_microseconds({duration.Ticks / TimeSpan.TicksPerMicrosecond})"),
            SqlTypeKind.Date when isNumber => text.Trim(),
            SqlTypeKind.Date => string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Ceiling(duration.TotalDays)}"),
            _ when isNumber => text.Trim(),
            _ => throw Wrong(text, "a number for a column of numbers"),
        };
    }

    private static int OrdinalOf(RemoteTable table, string name, string property)
    {
        var columns = table.Columns.ToList();
        var exact = columns.FindIndex(column => column.Name == name);
        if (exact < 0) exact = columns.FindIndex(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return exact >= 0 ? exact : throw new GatewayException(SqlState.UndefinedColumn, $"property {property}: table \"{table.Name.Object}\" has no column \"{name}\"");
    }

    private static string? Value(EquatableArray<TableProperty> properties, string name) => properties.FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static GatewayException Wrong(string value, string expected) => new(SqlState.InvalidOptionValue, $"property {CaptureProperties.Overlap} takes {expected}, not \"{value}\"");
}
