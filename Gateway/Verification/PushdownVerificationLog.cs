using FederationGateway.Catalog.SystemViews;

namespace FederationGateway.Gateway.Verification;

/// <summary>The latest verifications, in a ring: what <c>M_PUSHDOWN_VERIFICATIONS</c> shows.</summary>
public sealed class PushdownVerificationLog(int capacity = 1000)
{
    /// <summary>The results there are.</summary>
    public const string Ok = "OK";
    public const string Mismatch = "MISMATCH";
    public const string NotComparable = "NOT COMPARABLE";
    public const string NotVerifiable = "NOT VERIFIABLE";

    private readonly Queue<PushdownVerificationRow> _rows = new();

    public void Add(PushdownVerificationRow row)
    {
        lock (_rows)
        {
            if (_rows.Count == capacity) _rows.Dequeue();
            _rows.Enqueue(row);
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PushdownVerificationRow> Snapshot()
    {
        lock (_rows) return [.. _rows];
    }
}
