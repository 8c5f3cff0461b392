using System.Globalization;

namespace FederationGateway.Catalog;

/// <summary>A transaction that changes local tables and a remote source, as far as it must survive a crash of this process.</summary>
/// <param name="Id">Never given to another.</param>
/// <param name="PreparedName">The prepared transaction's name at the source; null at one that prepares none.</param>
/// <param name="RemoteTransactionId">The source's own name for the transaction.</param>
/// <param name="Time">When its commit began, UTC.</param>
public sealed record TransactionRecord(long Id, long SourceOid, string Source, string? PreparedName, string? RemoteTransactionId, DateTime Time, string User)
{
    /// <summary>The number at the end of a prepared transaction's name; null when it is not one of ours.</summary>
    public static long? IdIn(string preparedName, string prefix) =>
        preparedName.StartsWith(prefix, StringComparison.Ordinal) && long.TryParse(preparedName.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}

/// <summary>Which records of one transaction the store holds.</summary>
/// <param name="IsPending">Written before its commit at a source that prepares none.</param>
/// <param name="IsDecided">Written by the local commit: the transaction is committed.</param>
public sealed record TransactionState(TransactionRecord Record, bool IsPending, bool IsDecided);

/// <summary>How a transaction ended that did not end the same everywhere, or nobody knows.</summary>
/// <param name="Outcome">One of <see cref="TransactionOutcomes"/>.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Time">When it was found out, UTC.</param>
public sealed record TransactionOutcomeEntry(TransactionRecord Record, string Outcome, string Reason, DateTime Time);

/// <summary>Words for outcomes, as the dictionary shows them.</summary>
public static class TransactionOutcomes
{
    /// <summary>Committed here; the source will have it as soon as it is reached.</summary>
    public const string Committing = "COMMITTING";

    /// <summary>It is not known yet whether the source committed; here it is rolled back.</summary>
    public const string InDoubt = "IN DOUBT";

    /// <summary>Committed at the source; the changes of local tables are lost.</summary>
    public const string RemoteOnly = "REMOTE ONLY";

    /// <summary>Committed here; somebody rolled it back at the source.</summary>
    public const string LocalOnly = "LOCAL ONLY";

    /// <summary>The source no longer knows, or is no longer there.</summary>
    public const string Unknown = "UNKNOWN";
}
