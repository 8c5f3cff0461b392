using FederationGateway.Catalog;
using FederationGateway.DuckDb;

namespace FederationGateway.Gateway.Auditing;

/// <summary>What the transaction at hand has done that is audited: durable with it, reported when it commits, and told all the same when it does not.</summary>
internal sealed class TransactionAudit(AuditTrail trail)
{
    private readonly List<AuditEntry> _entries = [];

    /// <summary>Writes an entry in the open transaction.</summary>
    public void Write(DuckDbConnection connection, AuditEntry entry)
    {
        AuditLog.Write(connection, entry);
        _entries.Add(entry);
    }

    public void Committed()
    {
        foreach (var entry in _entries) trail.Report(entry);
        _entries.Clear();
    }

    /// <summary>The transaction is gone, and the entries with it.</summary>
    public void RolledBack()
    {
        foreach (var entry in _entries) _ = trail.AppendAsync(entry with { Outcome = AuditOutcome.RolledBack });
        _entries.Clear();
    }
}
