using FederationGateway.Arrow;

namespace FederationGateway.Executor.Verification;

/// <summary>
/// Compares two results of one fragment as multisets of rows, and by the order of the sort keys where the fragment sorts. Values are the same when they print the
/// same; zero has no sign, and sums of floating-point numbers may differ in their last digits, for SQL gives their order to nobody.
/// </summary>
public static class ResultComparison
{
    public static ResultDifference Compare(IReadOnlyList<RecordBatch> first, IReadOnlyList<RecordBatch> second, ComparisonRules rules)
    {
        var (left, right) = (Rows(first, rules), Rows(second, rules));
        var (onlyLeft, onlyRight) = Unmatched(left, right);
        if (rules.Approximate.Count > 0) PairApproximately(onlyLeft, onlyRight);
        var isReordered = onlyLeft.Count == 0 && onlyRight.Count == 0 && rules.SortedBy.Count > 0 && !left.Select(row => row.SortKey).SequenceEqual(right.Select(row => row.SortKey));
        return new ResultDifference(left.Count, right.Count, onlyLeft.Count, onlyRight.Count, isReordered);
    }

    private static (List<Row> OnlyLeft, List<Row> OnlyRight) Unmatched(List<Row> left, List<Row> right)
    {
        var counts = new Dictionary<Row, int>(left.Count);
        foreach (var row in left) counts[row] = counts.GetValueOrDefault(row) + 1;
        List<Row> onlyRight = [];
        foreach (var row in right)
        {
            if (counts.GetValueOrDefault(row) is var count && count > 0) counts[row] = count - 1;
            else onlyRight.Add(row);
        }

        return ([.. counts.SelectMany(entry => Enumerable.Repeat(entry.Key, entry.Value))], onlyRight);
    }

    /// <summary>Takes out the rows that have a partner with the same exact values and nearly the same numbers.</summary>
    private static void PairApproximately(List<Row> left, List<Row> right)
    {
        var byExact = right.ToLookup(row => row.Exact, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        left.RemoveAll(row =>
        {
            if (!byExact.TryGetValue(row.Exact, out var candidates)) return false;
            var index = candidates.FindIndex(other => row.IsNear(other));
            if (index < 0) return false;
            right.Remove(candidates[index]);
            candidates.RemoveAt(index);
            return true;
        });
    }

    private static List<Row> Rows(IReadOnlyList<RecordBatch> batches, ComparisonRules rules)
    {
        List<Row> rows = [];
        var text = new RowText(rules);
        foreach (var batch in batches)
            for (var i = 0; i < batch.Length; i++) rows.Add(new Row(text.Exact(batch, i), text.Numbers(batch, i), text.SortKey(batch, i)));
        return rows;
    }

    /// <summary>One row: what must be the same, the numbers that may differ slightly, and where it belongs in the order.</summary>
    private sealed record Row(string Exact, double?[] Numbers, string SortKey)
    {
        /// <summary>Far more than additions in another order make, far less than another answer.</summary>
        private const double Tolerance = 1e-9;

        public bool Equals(Row? other) => other is not null && Exact == other.Exact && Numbers.AsSpan().SequenceEqual(other.Numbers);

        public override int GetHashCode() => Exact.GetHashCode(StringComparison.Ordinal);

        public bool IsNear(Row other) => Numbers.Zip(other.Numbers).All(pair => AreNear(pair.First, pair.Second));

        private static bool AreNear(double? left, double? right)
        {
            if (left is not { } a || right is not { } b) return left is null && right is null;
            return a.Equals(b) || Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));
        }
    }
}
