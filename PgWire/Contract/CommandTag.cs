using System.Globalization;

namespace FederationGateway.PgWire.Contract;

/// <summary>What CommandComplete says: <c>SELECT 5</c>, <c>INSERT 0 1</c>, <c>CREATE TABLE</c>. With <paramref name="CountsRows"/> the wire appends the rows it sent or received.</summary>
public readonly record struct CommandTag(string Text, bool CountsRows = false)
{
    public static CommandTag Select => new("SELECT", CountsRows: true);

    public static CommandTag Copy => new("COPY", CountsRows: true);

    public static CommandTag Insert(long rows) => new(string.Create(CultureInfo.InvariantCulture, $"INSERT 0 {rows}"));

    public static CommandTag Update(long rows) => new(string.Create(CultureInfo.InvariantCulture, $"UPDATE {rows}"));

    public static CommandTag Delete(long rows) => new(string.Create(CultureInfo.InvariantCulture, $"DELETE {rows}"));

    public static CommandTag Merge(long rows) => new(string.Create(CultureInfo.InvariantCulture, $"MERGE {rows}"));
}
