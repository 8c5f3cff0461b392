namespace FederationGateway.PgWire.Contract;

/// <summary>What a session tells its client outside results. Safe from any thread; sent in order with the running statement's next message.</summary>
public interface IClientChannel
{
    void Notice(ClientNotice notice);

    /// <summary>A reported setting (<c>TimeZone</c>, <c>application_name</c> …) has a new value.</summary>
    void ParameterChanged(string name, string value);

    /// <summary>
    /// Drops a statement the client prepared through the protocol (<c>DEALLOCATE name</c>), or all of them (<c>null</c>: <c>DISCARD ALL</c>).
    /// False when there is no statement of that name.
    /// </summary>
    bool DropPreparedStatement(string? name);
}
