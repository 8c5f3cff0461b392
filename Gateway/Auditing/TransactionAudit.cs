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

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Only the first entries are left, and are to be written again in the transaction that is open on the connection; the others are told as undone.</summary>
    public void ReturnTo(int count, DuckDbConnection connection)
    {
        foreach (var entry in _entries.Take(count)) AuditLog.Write(connection, entry);
        var undone = _entries[count..];
        _entries.RemoveRange(count, undone.Count);
        foreach (var entry in undone) _ = trail.AppendAsync(entry with { Outcome = AuditOutcome.RolledBack });
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
