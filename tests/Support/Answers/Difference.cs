using System.Globalization;

namespace FederationGateway.Support.Answers;

/// <summary>
/// What differs between two answers. Numbers are compared by value (1.50 is 1.5), floating-point numbers up to the last digits, where the
/// order of additions shows; everything else by text.
/// </summary>
public static class Difference
{
    private const double Tolerance = 1e-12;
    private const double SingleTolerance = 1e-6;

    /// <summary>One line for each difference found; none when the answers are the same.</summary>
    public static IEnumerable<string> Between(Answer expected, Answer actual, bool rowSort)
    {
        if (expected.SqlState is not null || actual.SqlState is not null)
            return expected.SqlState == actual.SqlState ? [] : [$"expected {expected}", $"but was  {actual}"];
        if (!expected.Columns.SequenceEqual(actual.Columns))
            return [$"expected columns {Columns(expected)}", $"but were         {Columns(actual)}"];

        var left = Comparable(expected, rowSort);
        var right = Comparable(actual, rowSort);
        List<string> lines = [];
        for (var row = 0; row < Math.Max(left.Count, right.Count); row++)
        {
            var one = row < left.Count ? left[row] : null;
            var other = row < right.Count ? right[row] : null;
            if (one is not null && other is not null && Same(expected.Columns, one, other))
                continue;
            lines.Add($"row {row + 1}: expected {Text(one)}");
            lines.Add($"row {row + 1}: but was  {Text(other)}");
        }

        return lines;
    }

    private static string Columns(Answer answer) => string.Join(", ", answer.Columns.Select(column => $"{column.Name}:{column.TypeOid}"));

    private static string Text(string?[]? row) => row is null ? "(no row)" : RowText.Of(row);

    private static List<string?[]> Comparable(Answer answer, bool rowSort)
    {
        var rows = answer.Rows.Select(row => row.Select((value, ordinal) => Normal(answer.Columns[ordinal], value)).ToArray());
        return [.. rowSort ? rows.OrderBy(row => SortKey(answer.Columns, row), StringComparer.Ordinal) : rows];
    }

    /// <summary>Floating-point columns last and rounded, so that rows equal up to tolerance meet.</summary>
    private static string SortKey(IReadOnlyList<AnswerColumn> columns, string?[] row)
    {
        var exact = row.Where((_, ordinal) => !columns[ordinal].IsFloat);
        var rounded = row.Where((_, ordinal) => columns[ordinal].IsFloat)
            .Select(value => Number(value) is { } number ? number.ToString("E5", CultureInfo.InvariantCulture) : value);
        return string.Join('\u0001', exact.Concat(rounded).Select(value => value ?? "\u0002"));
    }

    private static string? Normal(AnswerColumn column, string? value) =>
        column.IsNumeric && value is not null && value.Contains('.') ? value.TrimEnd('0').TrimEnd('.') : value;

    private static bool Same(IReadOnlyList<AnswerColumn> columns, string?[] left, string?[] right)
    {
        for (var ordinal = 0; ordinal < columns.Count; ordinal++)
            if (left[ordinal] != right[ordinal] && !(columns[ordinal].IsFloat && Close(columns[ordinal], left[ordinal], right[ordinal])))
                return false;
        return true;
    }

    private static bool Close(AnswerColumn column, string? left, string? right)
    {
        if (Number(left) is not { } one || Number(right) is not { } other || !double.IsFinite(one) || !double.IsFinite(other))
            return false;
        // Zeros differ only in their sign here, and that must be right.
        var limit = column.TypeOid == 700 ? SingleTolerance : Tolerance;
        return one != 0 && other != 0 && Math.Abs(one - other) <= limit * Math.Max(Math.Abs(one), Math.Abs(other));
    }

    private static double? Number(string? value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
