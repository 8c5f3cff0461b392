using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Remote;

/// <summary>Collects the distinct non-null values of one column, up to a limit.</summary>
internal sealed class KeyCollector(SqlType type, int limit)
{
    private readonly HashSet<object> _keys = [];

    /// <summary>False once there were more distinct keys than the limit.</summary>
    public bool IsComplete { get; private set; } = true;

    public int Count => _keys.Count;

    public void Add(ArrayData column)
    {
        for (var i = 0; IsComplete && i < column.Length; i++)
        {
            if (column.IsNull(i) || !_keys.Add(ArrowValue.Read(column, i, type)) || _keys.Count <= limit) continue;
            IsComplete = false;
            _keys.Clear();
        }
    }

    public EquatableArray<Expression> ToConstants() => _keys.Select(key => (Expression)new ConstantExpression(key, type)).ToEquatableArray();
}
