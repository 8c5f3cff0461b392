namespace FederationGateway.PgWire.Contract;

/// <summary>The session's transaction block, as ReadyForQuery reports it.</summary>
public enum TransactionStatus : byte
{
    /// <summary>No explicit block is open.</summary>
    Idle = (byte)'I',

    InTransaction = (byte)'T',

    /// <summary>A statement of the block failed: everything but its end is refused with 25P02.</summary>
    Failed = (byte)'E',
}
