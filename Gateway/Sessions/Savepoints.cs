using FederationGateway.Common;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Statements.Cursors;
using FederationGateway.Gateway.Transactions;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Sessions;

/// <summary>What a transaction can go back to.</summary>
/// <param name="Changes">How many statements that may have changed something had run.</param>
/// <param name="Local">Where the store's part of the transaction was.</param>
/// <param name="Cursors">Those open then; the others go.</param>
internal sealed record Savepoint(string Name, int Changes, LocalMark Local, SettingsMark Settings, IReadOnlyCollection<SqlCursor> Cursors);

/// <summary>A transaction's savepoints, innermost last. One name may come several times: the latest counts.</summary>
internal sealed class Savepoints
{
    private readonly List<Savepoint> _points = [];

    public bool IsEmpty => _points.Count == 0;

    /// <summary>Outermost first.</summary>
    public IEnumerable<string> Names => _points.Select(point => point.Name);

    public void Add(Savepoint point) => _points.Add(point);

    /// <exception cref="GatewayException">3B001.</exception>
    public Savepoint Get(Identifier name) => _points[IndexOf(name)];

    /// <summary>Forgets the savepoint and those after it.</summary>
    public void Release(Identifier name) => _points.RemoveRange(IndexOf(name), _points.Count - IndexOf(name));

    /// <summary>Forgets those after it.</summary>
    public void ReturnTo(Savepoint point) => _points.RemoveRange(_points.IndexOf(point) + 1, _points.Count - _points.IndexOf(point) - 1);

    public void Clear() => _points.Clear();

    private int IndexOf(Identifier name)
    {
        var index = _points.FindLastIndex(point => point.Name == name.Text);
        return index >= 0 ? index : throw new GatewayException(SqlState.InvalidSavepoint, $"savepoint \"{name.Text}\" does not exist");
    }
}
