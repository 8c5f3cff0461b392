using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Transactions;

/// <summary>A transaction's savepoints, innermost last, with how many writes there were at each. One name may come several times: the latest counts.</summary>
internal sealed class SavepointList
{
    private readonly List<(string Name, int Writes)> _points = [];

    public IEnumerable<string> Names => _points.Select(point => point.Name);

    public void Add(string name, int writes) => _points.Add((name, writes));

    public void Release(string name) => _points.RemoveRange(IndexOf(name), _points.Count - IndexOf(name));

    /// <summary>Forgets those after it; how many writes there were.</summary>
    public int ReturnTo(string name)
    {
        var index = IndexOf(name);
        _points.RemoveRange(index + 1, _points.Count - index - 1);
        return _points[index].Writes;
    }

    public void Require(string name) => IndexOf(name);

    private int IndexOf(string name)
    {
        var index = _points.FindLastIndex(point => point.Name == name);
        return index >= 0 ? index : throw new GatewayException(SqlState.InvalidSavepoint, $"savepoint \"{name}\" does not exist");
    }
}
