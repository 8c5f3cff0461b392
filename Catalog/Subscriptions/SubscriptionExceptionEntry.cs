namespace FederationGateway.Catalog;

/// <summary>Something that keeps a subscription, or all of a source, from going on until it is processed: a row of REMOTE_SUBSCRIPTION_EXCEPTIONS. Not a .NET exception.</summary>
/// <param name="Oid">The number that PROCESS REMOTE SUBSCRIPTION EXCEPTION takes.</param>
/// <param name="Subscription">The OID of the subscription; null when all of the source stands.</param>
/// <param name="Time">UTC.</param>
/// <param name="Number">As SAP HANA numbers them (4704 to 4713, 301 …).</param>
/// <param name="Message">One sentence with the cause.</param>
/// <param name="Component">ADAPTER, RECEIVER, DISTRIBUTOR, APPLIER or DPSERVER.</param>
public sealed record SubscriptionExceptionEntry(long Oid, long Source, long? Subscription, DateTime Time, int Number, string Message, string Component)
{
    /// <summary>The SQLSTATE of the error behind it.</summary>
    public string? SqlState { get; init; }

    /// <summary>The target table as users call it, the row's key as text, the letter of the change, and where it is in the source's stream.</summary>
    public string? Table { get; init; }

    public string? Key { get; init; }

    public string? ChangeType { get; init; }

    public string? Position { get; init; }

    /// <summary>The place of the row that failed: IGNORE skips exactly that row (<see cref="SubscriptionProgress.Ignored"/>). Null when no single row is to blame.</summary>
    public ChangePlace? Place { get; init; }

    /// <summary>True when it goes away by itself (the source cannot be reached …): it is tried again without being asked.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How often it was tried since it came up, and when it will be next (UTC); null when nobody will without being asked.</summary>
    public int Retries { get; init; }

    public DateTime? NextRetry { get; init; }
}

/// <summary>A row in a source's backlog.</summary>
public sealed record ChangePlace(long Chunk, int Table, int Transaction, long Sequence);
