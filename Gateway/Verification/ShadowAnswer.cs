using FederationGateway.Arrow;

namespace FederationGateway.Gateway.Verification;

/// <summary>What a verifying run returned: all its rows, or why there are none.</summary>
internal sealed class ShadowAnswer : IDisposable
{
    private List<RecordBatch> _batches;

    private ShadowAnswer(List<RecordBatch> batches, string? failure) => (_batches, Failure) = (batches, failure);

    public IReadOnlyList<RecordBatch> Batches => _batches;

    public string? Failure { get; }

    public static ShadowAnswer Of(List<RecordBatch> batches) => new(batches, null);

    public static ShadowAnswer None(string failure) => new([], failure);

    /// <summary>The rows, from now on the caller's to dispose.</summary>
    public IReadOnlyList<RecordBatch> Take()
    {
        var taken = _batches;
        _batches = [];
        return taken;
    }

    public void Dispose()
    {
        foreach (var batch in _batches) batch.Dispose();
        _batches = [];
    }
}
