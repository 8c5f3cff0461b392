namespace FederationGateway.Support.Answers;

/// <summary>Rows as test files show them: values separated by a blank, in quotes where that would be unclear.</summary>
public static class RowText
{
    public static string Of(string?[] row) => row.Length == 0 ? "()" : string.Join(' ', row.Select(Value));

    /// <summary>The rows of an answer; sorted when their order means nothing.</summary>
    public static IReadOnlyList<string> Of(Answer answer, bool sorted)
    {
        var lines = answer.Rows.Select(Of);
        return [.. sorted ? lines.Order(StringComparer.Ordinal) : lines];
    }

    private static string Value(string? value)
    {
        if (value is null)
            return "NULL";
        var escaped = value.Replace("\n", "␤", StringComparison.Ordinal);
        var plain = escaped.Length > 0 && escaped is not "NULL" && !escaped.Any(c => c is ' ' or '\'' or '#');
        return plain ? escaped : $"'{escaped.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
