using FederationGateway.Adapters.Abstractions;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Correcting;

/// <summary>Reads the rows of a subscription at its source, with the values its target would get.</summary>
public interface ISubscriptionReader
{
    /// <param name="into">A table of the connection, with a column for each of the target's that gets a value.</param>
    /// <param name="range">Which rows, over the plan's columns; null for all.</param>
    /// <param name="snapshot">The source at one position of its stream; null to read it as it is now.</param>
    /// <param name="count">Hears of rows as they come.</param>
    Task ReadAsync(TableHandle into, Expression? range, IAlignedSnapshot? snapshot, DuckDbConnection connection, Action<long> count, CancellationToken cancellationToken);
}
