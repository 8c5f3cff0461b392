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

    /// <summary>The keys' range, when they were too many and are numbers or points in time; null otherwise.</summary>
    public (ConstantExpression Lowest, ConstantExpression Highest)? Range =>
        !IsComplete && _lowest is not null ? (new ConstantExpression(_lowest, type), new ConstantExpression(_highest, type)) : null;

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

    public IEnumerable<ConstantExpression> Constants => _keys.Select(key => new ConstantExpression(key, type));

    /// <summary>All keys as one constant.</summary>
    public ConstantExpression ToArray() => new(_keys.ToArray<object?>(), SqlType.ArrayOf(type.Kind));

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
