using FederationGateway.Catalog;
using FederationGateway.Common;

namespace FederationGateway.Replication.Applying;

/// <summary>Which definitions of captured tables subscriptions still come by.</summary>
internal static class CapturedDefinitions
{
    /// <summary>Of each table the definition that the rows behind its last subscription have, and those that came after it.</summary>
    /// <param name="places">The chunks that subscriptions of a table are at.</param>
    public static EquatableArray<CapturedTableRecord> Needed(IReadOnlyList<CapturedTableRecord> tables, ILookup<int, long> places) => tables.Where(table =>
    {
        if (!places.Contains(table.Id)) return true;
        var least = places[table.Id].Min();
        return !tables.Any(later => later.Id == table.Id && later.SinceChunk > table.SinceChunk && later.SinceChunk <= least);
    }).ToEquatableArray();
}
