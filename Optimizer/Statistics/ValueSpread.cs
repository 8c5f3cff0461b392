using System.Runtime.CompilerServices;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Statistics;

/// <summary>How a column's values are spread: which fraction of the rows equals a value, or is below it.</summary>
internal sealed class ValueSpread
{
    // Statistics are immutable and asked about many times in one optimization: their texts are read once.
    private static readonly ConditionalWeakTable<ColumnStatistics, ValueSpread> Known = [];

    private readonly SqlType _type;
    private readonly ColumnStatistics _statistics;
    private readonly double?[] _common;
    private readonly double[] _bounds;

    private ValueSpread(ColumnStatistics statistics, SqlType type)
    {
        (_statistics, _type) = (statistics, type);
        _common = [.. statistics.MostCommon.Select(value => ValuePosition.Of(value.Text, type))];
        string[] bounds = statistics.Histogram.Count > 1 ? [.. statistics.Histogram]
            : statistics is { MinimumText: { } smallest, MaximumText: { } largest, MostCommon.IsEmpty: true } ? [smallest, largest]
            : [];
        double?[] positions = [.. bounds.Select(bound => ValuePosition.Of(bound, type))];
        _bounds = positions.Contains(null) ? [] : [.. positions.Select(position => position!.Value).Order()];
        Nulls = statistics.NullFraction ?? 0;
        Common = statistics.MostCommon.Sum(value => value.Fraction);
    }

    /// <summary>The fraction of rows without a value.</summary>
    public double Nulls { get; }

    /// <summary>The fraction of rows whose value is one of the most common.</summary>
    private double Common { get; }

    private double Others => Math.Max(0, 1 - Nulls - Common);

    public static ValueSpread Of(ColumnStatistics statistics, SqlType type) => Known.GetValue(statistics, known => new ValueSpread(known, type));

    /// <summary>The fraction of rows that have the value; null when nothing tells.</summary>
    /// <param name="distinct">The number of different values, where known.</param>
    public double? Equal(ConstantExpression value, double? distinct)
    {
        var position = ValuePosition.Of(value);
        var text = _type.IsString && value.Value is string written ? written : null;
        for (var i = 0; i < _common.Length; i++)
            if (text is not null ? _statistics.MostCommon[i].Text == text : position is not null && _common[i] == position) return _statistics.MostCommon[i].Fraction;
        if (distinct is not { } values) return null;
        if (values <= _common.Length || IsOutside(position)) return 0;
        return Others / Math.Max(1, values - _common.Length);
    }

    /// <summary>The fraction of rows below the value (or equal to it); null when nothing tells.</summary>
    public double? Below(ConstantExpression value, bool orEqual)
    {
        if (ValuePosition.Of(value) is not { } position) return null;
        double common = 0;
        for (var i = 0; i < _common.Length; i++)
        {
            if (_common[i] is not { } known) return null;
            if (known < position || (orEqual && known == position)) common += _statistics.MostCommon[i].Fraction;
        }

        if (_bounds.Length == 0) return Others < 0.01 ? common : null;
        return common + (Others * Below(position));
    }

    /// <summary>The part of the histogram's rows below a position.</summary>
    private double Below(double position)
    {
        if (position <= _bounds[0]) return 0;
        if (position >= _bounds[^1]) return 1;
        var index = Array.BinarySearch(_bounds, position);
        var part = index >= 0 ? index : ~index - 1;
        while (part > 0 && _bounds[part] == _bounds[part - 1] && _bounds[part] == position) part--;
        var width = _bounds[part + 1] - _bounds[part];
        return (part + (width > 0 ? (position - _bounds[part]) / width : 0)) / (_bounds.Length - 1);
    }

    private bool IsOutside(double? position) => position is { } known && !_type.IsString && _bounds.Length > 1 && (known < _bounds[0] || known > _bounds[^1]);
}
