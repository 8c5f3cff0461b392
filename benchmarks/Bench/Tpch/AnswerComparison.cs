using FederationGateway.Tpch;

namespace FederationGateway.Bench.Tpch;

/// <summary>Whether two answers have the same rows. Their order is compared loosely: copies of the data make ties, which may come in any order.</summary>
internal static class AnswerComparison
{
    public static string? Difference(IReadOnlyList<string?[]> expected, IReadOnlyList<string?[]> actual)
    {
        if (expected.Count != actual.Count)
            return $"{actual.Count} rows instead of {expected.Count}";
        return Sorted(expected).Zip(Sorted(actual)).Where(pair => !Same(pair.First, pair.Second))
            .Select(pair => $"{Text(pair.Second)} instead of {Text(pair.First)}").FirstOrDefault();
    }

    private static bool Same(string?[] expected, string?[] actual) =>
        expected.Length == actual.Length && expected.Zip(actual).All(pair => TpchQuery.Agree(pair.First ?? "NULL", pair.Second ?? "NULL"));

    private static IEnumerable<string?[]> Sorted(IEnumerable<string?[]> rows) => rows.OrderBy(Key, StringComparer.Ordinal);

    // Servers write numbers with more or fewer digits behind the point.
    private static string Key(string?[] row) =>
        string.Join('\u0001', row.Select(cell => cell is not null && cell.Contains('.') && TpchQuery.NumberOf(cell) is { } number ? number.ToString("F4", null) : cell));

    private static string Text(string?[] row) => string.Join(" | ", row.Select(cell => cell ?? "NULL"));
}
