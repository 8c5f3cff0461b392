namespace FederationGateway.Bench.Cdc;

/// <summary>What follows the tables of a source: another PostgreSQL server, or the gateway.</summary>
internal interface IFollower
{
    string Name { get; }

    /// <summary>Where the target tables are read.</summary>
    string ConnectionString { get; }

    /// <summary>What the source calls the place in its log that this keeps.</summary>
    Task<string> SlotAsync();

    /// <summary>Makes the target tables, and all that a load does not have to do.</summary>
    Task PrepareAsync();

    /// <summary>Loads both tables and returns once their changes are followed.</summary>
    Task LoadAsync();

    /// <summary>Lets changes wait before they are applied.</summary>
    Task SuspendAsync();

    Task ResumeAsync();

    /// <summary>Lets go of the source.</summary>
    Task EndAsync();

    /// <summary>Its processes, as they are now.</summary>
    Task<IReadOnlyList<int>> ProcessesAsync();

    /// <summary>The most memory its process had, bytes; null where there are several.</summary>
    long? PeakMemory { get; }
}
