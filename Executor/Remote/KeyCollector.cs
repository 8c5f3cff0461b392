using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Remote;

/// <summary>Collects the distinct non-null values of one column, up to a limit; beyond it, where they can be compared, the smallest and the largest.</summary>
internal sealed class KeyCollector(SqlType type, int limit)
{
    private readonly HashSet<object> _keys = [];
    private IComparable? _lowest;
    private IComparable? _highest;

    /// <summary>False once there were more distinct keys than the limit.</summary>
    public bool IsComplete { get; private set; } = true;

    public int Count => _keys.Count;

    public SqlType Type => type;

    /// <summary>
    /// The keys' range, when they were too many and are numbers or points in time; null otherwise. As an integer of another width it is that type's own where it reaches
    /// beyond.
    /// </summary>
    public (ConstantExpression Lowest, ConstantExpression Highest)? RangeAs(SqlType target)
    {
        if (IsComplete || _lowest is null) return null;
        if (!IsOtherWidth(target)) return (new ConstantExpression(_lowest, type), new ConstantExpression(_highest, type));
        var (least, most) = IntegerWidths.RangeOf(target);
        return (Integer(Math.Clamp(IntegerWidths.Value(_lowest), least, most), target), Integer(Math.Clamp(IntegerWidths.Value(_highest!), least, most), target));
    }

    private bool IsOrdered { get; } = type.IsInteger || type.Kind is SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz;

    public void Add(ArrayData column)
    {
        if (!IsComplete && !IsOrdered) return;
        for (var i = 0; i < column.Length; i++)
        {
            if (column.IsNull(i)) continue;
            var key = ArrowValue.Read(column, i, type);
            if (!IsComplete) Widen(key);
            else if (_keys.Add(key) && _keys.Count > limit) GiveUpKeys();
        }
    }

    /// <summary>The keys, in a column's own type where that is an integer of another width: those it cannot hold equal none of its values.</summary>
    public IReadOnlyList<ConstantExpression> ConstantsAs(SqlType target)
    {
        if (!IsOtherWidth(target)) return [.. _keys.Select(key => new ConstantExpression(key, type))];
        var (least, most) = IntegerWidths.RangeOf(target);
        return [.. _keys.Select(IntegerWidths.Value).Where(value => value >= least && value <= most).Select(value => Integer(value, target))];
    }

    private bool IsOtherWidth(SqlType target) => type.IsInteger && target.IsInteger && type.Kind != target.Kind;

    private static ConstantExpression Integer(long value, SqlType target) => new(IntegerWidths.Of(value, target), target);

    private void GiveUpKeys()
    {
        IsComplete = false;
        if (IsOrdered)
            foreach (var key in _keys) Widen(key);
        _keys.Clear();
    }

    private void Widen(object key)
    {
        var value = (IComparable)key;
        if (_lowest is null || value.CompareTo(_lowest) < 0) _lowest = value;
        if (_highest is null || value.CompareTo(_highest) > 0) _highest = value;
    }
}
