using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Settings;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Replicas;

/// <summary>Where one statement reads one virtual table that has a replica.</summary>
/// <param name="CompleteAsOf">The moment (UTC) up to which the replica has everything; null when nobody knows.</param>
/// <param name="Staleness">How long ago that was when it was decided.</param>
/// <param name="Refusal">Why the source is read; null when the replica is.</param>
internal sealed record ReplicaRead(VirtualTableEntry Table, LocalTableEntry Replica, DateTime? CompleteAsOf, TimeSpan? Staleness, string? Refusal)
{
    /// <summary>True when the replica would have been read if it were younger.</summary>
    public bool IsTooStale { get; init; }

    /// <summary>The replica's table as a plan reads the virtual table: its name and what is known of its values stay.</summary>
    public TableHandle Handle => Replica.Handle with
    {
        DisplayName = Table.Handle.DisplayName,
        Columns = Replica.Columns.Zip(Table.PlanningHandle.Columns, (column, known) => column with { Name = known.Name, Statistics = known.Statistics }).ToEquatableArray(),
    };

    /// <summary>As EXPLAIN says it.</summary>
    /// <param name="withTimes">False for a text that is the same each time.</param>
    public string Describe(bool withTimes)
    {
        var name = Table.Handle.DisplayName;
        if (Refusal is not null) return $"source of {name}: {(IsTooStale && !withTimes ? "the replica is too stale" : Refusal)}";
        return withTimes && CompleteAsOf is { } time
            ? string.Create(CultureInfo.InvariantCulture, $"replica of {name}, complete as of {time:yyyy-MM-dd HH:mm:ss.fff} UTC, {SettingValue.Spell(Staleness!.Value)} stale")
            : $"replica of {name}";
    }
}
