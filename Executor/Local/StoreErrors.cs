using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>The store knows tables and columns by numbers; what it says of a broken constraint is told again in the table's own names.</summary>
public static class StoreErrors
{
    /// <summary>The exception to throw in place of one that writing to <paramref name="table"/> threw.</summary>
    /// <param name="isConfidential">True when policies hide rows of it from the user: then no values are told.</param>
    public static Exception Translate(Exception error, TableHandle table, bool isConfidential = false)
    {
        if (error is not GatewayException gateway) return error;
        if (isConfidential) return Confidential(Translate(error, table));
        if (gateway.State == SqlState.UniqueViolation) return DuplicateKey(gateway, table);
        if (gateway.State == SqlState.CardinalityViolation && gateway.Message == ConflictAction.SecondTimeMessage)
            return new GatewayException(gateway.State, gateway.Message, gateway) { Hint = "Ensure that no rows proposed for insertion within the same command have duplicate constrained values." };
        if (gateway.State == SqlState.CardinalityViolation && gateway.Message == MergeRowsStatement.SecondTime().Message) return MergeRowsStatement.SecondTime();
        if (gateway.State == SqlState.NotNullViolation) return NullValue(gateway, table);
        return error;
    }

    /// <summary>A broken constraint without the row that broke it, which may hold what the user must not see.</summary>
    public static Exception Confidential(Exception error) => error is GatewayException { Detail: not null } gateway && gateway.State.Code.StartsWith("23", StringComparison.Ordinal)
        ? new GatewayException(gateway.State, gateway.Message) { Hint = gateway.Hint }
        : error;

    private static GatewayException DuplicateKey(GatewayException error, TableHandle table)
    {
        // The detail lists the key as "c1: 3, c2: x".
        var listed = table.Columns.Where(column => error.Detail?.Contains(column.RemoteName + ": ", StringComparison.Ordinal) == true).ToList();
        var key = table.Keys.FirstOrDefault(candidate => candidate.Ordinals.Count == listed.Count && candidate.Ordinals.All(ordinal => listed.Contains(table.Columns[ordinal])))
            ?? (table.Keys.Count == 1 ? table.Keys[0] : null);
        var name = key?.Name is { } constraint ? $"duplicate key value violates unique constraint \"{constraint}\"" : "duplicate key value violates a unique constraint";
        return new GatewayException(SqlState.UniqueViolation, name, error) { Detail = Renamed(error.Detail, key, table) };
    }

    private static GatewayException NullValue(GatewayException error, TableHandle table)
    {
        var column = table.Columns.FirstOrDefault(candidate => error.Message.Contains($"\"{candidate.RemoteName}\"", StringComparison.Ordinal));
        return column is null
            ? error
            : new GatewayException(SqlState.NotNullViolation, $"null value in column \"{column.Name}\" of relation \"{table.DisplayName}\" violates not-null constraint", error);
    }

    /// <summary><c>Key (c1: 3, c2: x) …</c> as <c>Key (id, name)=(3, x) …</c>; of two equal rows in one statement only the values are told.</summary>
    private static string? Renamed(string? detail, TableKey? key, TableHandle table)
    {
        const string start = "Key (";
        const string end = ") already exists.";
        if (key is null || detail is null || !detail.StartsWith(start, StringComparison.Ordinal) || !detail.EndsWith(end, StringComparison.Ordinal)) return detail;
        var columns = key.Ordinals.Select(ordinal => table.Columns[ordinal]).ToList();
        return $"Key ({string.Join(", ", columns.Select(column => column.Name))})=({string.Join(", ", Values(detail[start.Length..^end.Length], columns))}{end}";
    }

    // A value ends where the next column's label begins.
    private static IEnumerable<string> Values(string listed, List<TableColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var label = columns[i].RemoteName + ": ";
            var next = i + 1 < columns.Count ? listed.IndexOf($", {columns[i + 1].RemoteName}: ", StringComparison.Ordinal) : listed.Length;
            if (next < 0 || !listed.StartsWith(label, StringComparison.Ordinal))
            {
                yield return listed;
                yield break;
            }

            yield return listed[label.Length..next];
            if (next < listed.Length) listed = listed[(next + 2)..];
        }
    }
}
