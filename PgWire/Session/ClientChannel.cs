using System.Collections.Concurrent;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Session;

/// <summary>Collects what a session has to say beside its results, until the connection writes its next message.</summary>
internal sealed class ClientChannel(PreparedStatements statements) : IClientChannel
{
    private readonly ConcurrentQueue<object> _messages = new();

    public void Notice(ClientNotice notice) => _messages.Enqueue(notice);

    public void ParameterChanged(string name, string value) => _messages.Enqueue(new KeyValuePair<string, string>(name, value));

    public bool DropPreparedStatement(string? name)
    {
        if (name is not null) return statements.Remove(name);
        statements.Clear();
        return true;
    }

    /// <summary>Writes what has collected, in order.</summary>
    public void WriteTo(WireBuffer wire)
    {
        while (_messages.TryDequeue(out var message))
        {
            if (message is ClientNotice notice) NoticeResponse.Write(wire, notice);
            else if (message is KeyValuePair<string, string> parameter) ParameterStatus.Write(wire, parameter.Key, parameter.Value);
        }
    }
}
