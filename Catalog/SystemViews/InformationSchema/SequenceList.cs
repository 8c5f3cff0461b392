using System.Globalization;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>sequences: those that stand alone or feed serial columns; identity columns tell of theirs themselves.</summary>
internal sealed class SequenceList() : InformationSchemaView(
    "sequences", 13386,
    """
    sequence_catalog sql_identifier, sequence_schema sql_identifier, sequence_name sql_identifier, data_type character_data, numeric_precision cardinal_number,
    numeric_precision_radix cardinal_number, numeric_scale cardinal_number, start_value character_data, minimum_value character_data, maximum_value character_data,
    increment character_data, cycle_option yes_or_no
    """)
{
    private const int Radix = 2;

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        context.Relations.OfType<SequenceEntry>().Where(sequence => !IsIdentity(context.Snapshot, sequence)).Select(sequence => new object?[]
        {
            Catalog, sequence.Schema, sequence.Name, sequence.Type.ToString(), new DataType(sequence.Type).Precision, Radix, 0, Text(sequence.Range.Start), Text(sequence.Range.Minimum),
            Text(sequence.Range.Maximum), Text(sequence.Range.Increment), YesOrNo(sequence.Range.Cycles),
        });

    private static bool IsIdentity(CatalogSnapshot snapshot, SequenceEntry sequence) =>
        sequence.OwnedBy is { } owner && snapshot.RelationsByOid.GetValueOrDefault(owner.Table) is { } table
        && table.Columns.Any(column => column.RemoteName == owner.Column && column.Identity != Plan.IdentityKind.None);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
