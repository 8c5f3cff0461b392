using System.Globalization;

namespace FederationGateway.Tpch;

/// <summary>One of the 22 queries, without a semicolon, and what PostgreSQL answers: CSV with a header line.</summary>
public sealed record TpchQuery(int Number, string Sql, string Answer)
{
    /// <summary>Digits behind the point to which numbers must agree: PostgreSQL's averages carry 16 or more.</summary>
    private const int Decimals = 6;

    /// <summary>The first line of an answer (CSV with a header line) that is not the reference answer's; null when they agree.</summary>
    public string? Difference(string actual)
    {
        var expectedRows = CsvText.Rows(Answer);
        var actualRows = CsvText.Rows(actual);
        for (var row = 1; row < Math.Max(expectedRows.Count, actualRows.Count); row++)
        {
            var expected = row < expectedRows.Count ? expectedRows[row] : [];
            var given = row < actualRows.Count ? actualRows[row] : [];
            if (expected.Count != given.Count || expected.Zip(given).Any(cells => !Agree(cells.First, cells.Second)))
                return $"row {row}: expected {string.Join('|', expected)}, got {string.Join('|', given)}";
        }

        return null;
    }

    /// <summary>Whether two cells mean the same value.</summary>
    public static bool Agree(string expected, string actual) =>
        expected == actual
        || (NumberOf(expected) is { } left && NumberOf(actual) is { } right && Math.Round(left, Decimals) == Math.Round(right, Decimals));

    /// <summary>A cell as a number; null when it is something else.</summary>
    public static decimal? NumberOf(string cell) =>
        decimal.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
