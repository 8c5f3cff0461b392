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

    private static bool Agree(string expected, string actual) =>
        expected == actual
        || (decimal.TryParse(expected, NumberStyles.Number, CultureInfo.InvariantCulture, out var left)
            && decimal.TryParse(actual, NumberStyles.Number, CultureInfo.InvariantCulture, out var right)
            && Math.Round(left, Decimals) == Math.Round(right, Decimals));
}
