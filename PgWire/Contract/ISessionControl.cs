namespace FederationGateway.PgWire.Contract;

/// <summary>What others may do to a session, from any thread: administrators, or whoever its work stands in the way of.</summary>
public interface ISessionControl
{
    /// <summary>Stops the statement that runs now, if one does, as a cancel request of its own client would.</summary>
    void Cancel();

    /// <summary>Stops what it does, tells the client 57P01 and closes the connection.</summary>
    void Terminate();
}
