namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_sequences: how sequences count, and where they have come to.</summary>
internal sealed class PgSequences() : PgCatalogRelation(
    "pg_sequences", 12048,
    """
    schemaname name, sequencename name, sequenceowner name, data_type regtype, start_value int8, min_value int8, max_value int8, increment_by int8, cycle bool,
    cache_size int8, last_value int8
    """)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => context.Relations.OfType<SequenceEntry>().Select(sequence => new object?[]
    {
        sequence.Schema, sequence.Name, sequence.Owner, sequence.Type.TypeOid, sequence.Range.Start, sequence.Range.Minimum, sequence.Range.Maximum, sequence.Range.Increment,
        sequence.Range.Cycles, sequence.Range.Cache, context.Runtime.SequenceState(sequence) is { IsCalled: true } state ? state.Value : null,
    });
}
