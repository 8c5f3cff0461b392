namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_sequence: how sequences count.</summary>
internal sealed class PgSequence() : PgCatalogRelation(
    "pg_sequence", 2224,
    """
    seqrelid oid, seqtypid oid, seqstart int8, seqincrement int8, seqmax int8, seqmin int8, seqcache int8, seqcycle bool
    """, isTable: true)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Snapshot.RelationsByOid.Values.OfType<SequenceEntry>().OrderBy(sequence => sequence.Oid).Select(sequence => new object?[]
    {
        sequence.Oid, sequence.Type.TypeOid, sequence.Range.Start, sequence.Range.Increment, sequence.Range.Maximum, sequence.Range.Minimum, sequence.Range.Cache, sequence.Range.Cycles,
    });
}
