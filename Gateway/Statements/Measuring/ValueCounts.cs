using System.Globalization;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements.Measuring;

/// <summary>Distinct values of a column with how often each was seen, turned into statistics.</summary>
/// <param name="type">The column's type.</param>
/// <param name="buckets">The most common values kept, and the parts of the histogram.</param>
internal sealed class ValueCounts(SqlType type, int buckets)
{
    /// <summary>Longer values are cut (as bounds) or left out (as common values): estimates need their beginning at most.</summary>
    private const int LongestValue = 64;

    private readonly Dictionary<object, long> _counts = [];

    public long Nulls { get; private set; }

    public long Values { get; private set; }

    public void Add(object? value, long count = 1)
    {
        if (value is null)
        {
            Nulls += count;
            return;
        }

        if (value is byte[] bytes) value = Convert.ToHexString(bytes);
        _counts[value] = _counts.GetValueOrDefault(value) + count;
        Values += count;
    }

    /// <summary>Statistics of exactly these values.</summary>
    public ColumnStatistics Exact() => Build(_counts.Count);

    /// <summary>Statistics of a table of which these are some rows: the number of distinct values is estimated (Haas and Stokes' Duj1, as PostgreSQL does it).</summary>
    /// <param name="tableRows">The table's rows; null when unknown.</param>
    public ColumnStatistics OfSample(double? tableRows)
    {
        if (Values == 0) return Build(0);
        var once = _counts.Values.Count(count => count == 1);
        var all = Math.Max(Values, (tableRows ?? Values) * Values / (Values + Nulls));
        var distinct = Values * (double)_counts.Count / (Values - once + once * Values / all);
        return Build(Math.Clamp(distinct, _counts.Count, all));
    }

    private ColumnStatistics Build(double distinct)
    {
        var ordered = Ordered();
        var common = Common();
        var named = common.Select(pair => pair.Key).ToHashSet();
        return new ColumnStatistics(
            distinct, NullFraction(), Width(), ordered.Count == 0 ? null : Cut(ordered[0]), ordered.Count == 0 ? null : Cut(ordered[^1]))
        {
            MostCommon = common.Select(pair => (Text: Text(pair.Key), pair.Value)).Where(pair => pair.Text.Length <= LongestValue)
                .Select(pair => new CommonValue(pair.Text, (double)pair.Value / (Values + Nulls))).ToEquatableArray(),
            Histogram = Bounds([.. ordered.Where(value => !named.Contains(value))]),
        };
    }

    /// <summary>All values when they are few; otherwise those that are clearly more frequent than the average.</summary>
    private List<KeyValuePair<object, long>> Common()
    {
        var byCount = _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => Text(pair.Key), StringComparer.Ordinal);
        if (_counts.Count <= buckets && _counts.Count < Values) return [.. byCount];
        var average = (double)Values / Math.Max(1, _counts.Count);
        return [.. byCount.Take(buckets).Where(pair => pair.Value > 1.25 * average && pair.Value > 1)];
    }

    private EquatableArray<string> Bounds(List<object> values)
    {
        if (values.Count < 2) return [];
        var total = values.Sum(value => _counts[value]);
        var parts = Math.Min(buckets, values.Count - 1);
        List<string> bounds = [Cut(values[0])];
        long seen = 0;
        foreach (var value in values)
        {
            seen += _counts[value];
            while (bounds.Count < parts && seen * parts >= total * bounds.Count) bounds.Add(Cut(value));
        }

        bounds.Add(Cut(values[^1]));
        return bounds.ToEquatableArray();
    }

    /// <summary>The values in the gateway's order; none for types without one.</summary>
    private List<object> Ordered()
    {
        if (!StatisticsTypes.HasOrder(type)) return [];
        if (type.Kind == SqlTypeKind.Numeric)
            return [.. _counts.Keys.OrderBy(value => double.TryParse((string)value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.PositiveInfinity)];
        return type.IsString ? [.. _counts.Keys.OrderBy(value => (string)value, StringComparer.Ordinal)] : [.. _counts.Keys.Order()];
    }

    private double NullFraction() => Values + Nulls == 0 ? 0 : (double)Nulls / (Values + Nulls);

    private double? Width() => type.IsString && Values > 0 ? _counts.Sum(pair => (double)Encoding.UTF8.GetByteCount((string)pair.Key) * pair.Value) / Values : null;

    private string Text(object value) => ConstantText.Format(value, type);

    private string Cut(object value) => Text(value) is var text && text.Length <= LongestValue ? text : text[..LongestValue];
}
