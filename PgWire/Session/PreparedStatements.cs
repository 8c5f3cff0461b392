using FederationGateway.Common;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.PgWire.Session;

/// <summary>A statement prepared through the protocol. <paramref name="Prepared"/> is null for a text without a statement.</summary>
internal sealed record NamedStatement(string Name, string Text, IPreparedStatement? Prepared);

/// <summary>The statements a client has prepared, by name; the empty name is overwritten freely.</summary>
internal sealed class PreparedStatements
{
    private readonly Dictionary<string, NamedStatement> _statements = new(StringComparer.Ordinal);

    public void RequireFree(string name)
    {
        if (name.Length > 0 && _statements.ContainsKey(name))
            throw new GatewayException(SqlState.DuplicatePreparedStatement, $"prepared statement \"{name}\" already exists");
    }

    public void Set(NamedStatement statement) => _statements[statement.Name] = statement;

    public NamedStatement Get(string name) => _statements.TryGetValue(name, out var statement)
        ? statement
        : throw new GatewayException(SqlState.InvalidSqlStatementName, name.Length == 0 ? "unnamed prepared statement does not exist" : $"prepared statement \"{name}\" does not exist");

    public bool Remove(string name) => _statements.Remove(name);

    public void Clear() => _statements.Clear();
}
