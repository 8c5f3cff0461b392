using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Cursors;

/// <summary>A session's open cursors, by name.</summary>
internal sealed class SessionCursors
{
    private readonly Dictionary<string, SqlCursor> _cursors = new(StringComparer.Ordinal);

    public IReadOnlyCollection<SqlCursor> All => _cursors.Values;

    public bool Contains(string name) => _cursors.ContainsKey(name);

    public SqlCursor? Find(string name) => _cursors.GetValueOrDefault(name);

    public void Add(SqlCursor cursor) => _cursors.Add(cursor.Declaration.Name.Text, cursor);

    /// <exception cref="GatewayException">34000.</exception>
    public SqlCursor Get(Identifier name) =>
        _cursors.GetValueOrDefault(name.Text) ?? throw new GatewayException(SqlState.InvalidCursorName, $"cursor \"{name.Text}\" does not exist");

    public async ValueTask CloseAsync(Identifier name)
    {
        var cursor = Get(name);
        _cursors.Remove(name.Text);
        await cursor.DisposeAsync();
    }

    public ValueTask CloseAllAsync(IReadOnlyCollection<SqlCursor>? except = null) => CloseAsync(cursor => except?.Contains(cursor) != true);

    /// <summary>Cursors end with their transaction; WITH HOLD they outlive its commit.</summary>
    public async ValueTask EndTransactionAsync(bool committed)
    {
        await CloseAsync(cursor => !cursor.IsHeld && !(committed && cursor.Declaration.WithHold));
        foreach (var cursor in _cursors.Values) cursor.IsHeld = true;
    }

    private async ValueTask CloseAsync(Func<SqlCursor, bool> which)
    {
        foreach (var cursor in _cursors.Values.Where(which).ToList())
        {
            _cursors.Remove(cursor.Declaration.Name.Text);
            await cursor.DisposeAsync();
        }
    }
}
