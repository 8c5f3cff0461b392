using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Replication.Polling;

/// <summary>A polled source as its last readings found it: as long as it is open, nothing is read anew.</summary>
/// <param name="tables">The rows known, by the numbers of their captured tables.</param>
/// <param name="turn">Keeps others from reading.</param>
internal sealed class PolledSnapshot(ChangePosition position, Dictionary<int, KnownRows> tables, IDisposable turn) : IAlignedSnapshot
{
    public ChangePosition Position => position;

    public IRemoteSession? Session => null;

    public KnownRows? RowsOf(int table) => tables.GetValueOrDefault(table);

    public ValueTask DisposeAsync()
    {
        turn.Dispose();
        return ValueTask.CompletedTask;
    }
}
