using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>Hears what statements of a transaction are about to change in tables of the store, so that it can be done again after a part of the transaction was taken back.</summary>
public interface IChangedRows
{
    /// <summary>Rows will be added.</summary>
    void Adding(TableHandle table);

    /// <summary>Rows will be removed, or their columns assigned: each such row, and no other, goes into the set that is returned.</summary>
    /// <param name="assigned">The columns, by ordinal; null when the rows are removed.</param>
    TouchedRows Changing(TableHandle table, IReadOnlyCollection<int>? assigned);
}
