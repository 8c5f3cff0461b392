using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>What CREATE SEQUENCE or ALTER SEQUENCE says; null where it says nothing.</summary>
public sealed record SequenceDefinition
{
    public SqlType? Type { get; init; }

    public long? Start { get; init; }

    public long? Increment { get; init; }

    public long? Minimum { get; init; }

    public long? Maximum { get; init; }

    public bool? Cycles { get; init; }

    public long? Cache { get; init; }
}

/// <summary>CREATE, ALTER SEQUENCE, and the sequences of serial and identity columns.</summary>
public static class Sequences
{
    public static SequenceEntry Create(CatalogTransaction transaction, string schemaName, string name, SequenceDefinition definition, SequenceOwner? owner, string role)
    {
        var schema = SchemaChanges.Target(transaction.Snapshot, schemaName).Name;
        RelationNames.RefuseDuplicate(transaction.Snapshot, schema, name);
        var type = definition.Type ?? SqlType.Int8;
        var sequence = new SequenceEntry(transaction.NewOid(), schema, name, type, RangeOf(definition, type, known: null)) { OwnedBy = owner, Owner = role };
        transaction.Add(sequence);
        return sequence;
    }

    public static void Alter(CatalogTransaction transaction, SequenceEntry sequence, SequenceDefinition definition) =>
        transaction.Replace(sequence, sequence with { Type = definition.Type ?? sequence.Type, Range = RangeOf(definition, definition.Type ?? sequence.Type, sequence.Range) });

    public static void SetOwner(CatalogTransaction transaction, SequenceEntry sequence, SequenceOwner? owner) => transaction.Replace(sequence, sequence with { OwnedBy = owner });

    /// <summary>Makes the sequence behind a serial or identity column of a table that is there already; the column's default, as it is kept.</summary>
    public static string CreateFor(CatalogTransaction transaction, LocalTableEntry table, TableColumn column, SequenceDefinition definition, string role)
    {
        var name = KeyAlterations.FreeName(transaction.Snapshot, table.Schema, $"{table.Name}_{column.Name}_seq");
        var sequence = Create(transaction, table.Schema, name, definition with { Type = column.Type }, new SequenceOwner(table.Oid, column.RemoteName), role);
        return DefaultOf(sequence);
    }

    /// <summary>The same, under a name that was given.</summary>
    public static string CreateFor(CatalogTransaction transaction, LocalTableEntry table, TableColumn column, SequenceDefinition definition, string role, string name) =>
        DefaultOf(Create(transaction, table.Schema, name, definition with { Type = column.Type }, new SequenceOwner(table.Oid, column.RemoteName), role));

    /// <summary><c>nextval('s.t_id_seq'::regclass)</c></summary>
    public static string DefaultOf(SequenceEntry sequence) => $"nextval({Literal(SqlNames.Quote(sequence.Schema, sequence.Name))}::regclass)";

    /// <summary>The sequences that go with a table.</summary>
    public static IEnumerable<SequenceEntry> OwnedBy(CatalogSnapshot snapshot, long table) =>
        snapshot.RelationsByOid.Values.OfType<SequenceEntry>().Where(sequence => sequence.OwnedBy?.Table == table).OrderBy(sequence => sequence.Oid);

    /// <summary>The columns whose default takes its values from the sequence.</summary>
    public static IEnumerable<(LocalTableEntry Table, TableColumn Column)> UsersOf(CatalogSnapshot snapshot, SequenceEntry sequence) =>
        from table in snapshot.RelationsByOid.Values.OfType<LocalTableEntry>()
        from column in table.Columns
        where column.DefaultExpression == DefaultOf(sequence) || (sequence.OwnedBy is { } owner && owner.Table == table.Oid && owner.Column == column.RemoteName && column.DefaultExpression is not null)
        select (table, column);

    private static SequenceRange RangeOf(SequenceDefinition definition, SqlType type, SequenceRange? known)
    {
        var increment = definition.Increment ?? known?.Increment ?? 1;
        if (increment == 0) throw new GatewayException(SqlState.InvalidParameterValue, "INCREMENT must not be zero");
        var (lowest, highest) = type.Kind switch
        {
            SqlTypeKind.Int2 => (short.MinValue, short.MaxValue),
            SqlTypeKind.Int4 => (int.MinValue, int.MaxValue),
            SqlTypeKind.Int8 => (long.MinValue, long.MaxValue),
            _ => throw new GatewayException(SqlState.InvalidParameterValue, "sequence type must be smallint, integer, or bigint"),
        };
        var minimum = definition.Minimum ?? known?.Minimum ?? (increment > 0 ? 1 : lowest);
        var maximum = definition.Maximum ?? known?.Maximum ?? (increment > 0 ? highest : -1);
        if (minimum < lowest) throw new GatewayException(SqlState.InvalidParameterValue, $"MINVALUE ({minimum}) is out of range for sequence data type {type}");
        if (maximum > highest) throw new GatewayException(SqlState.InvalidParameterValue, $"MAXVALUE ({maximum}) is out of range for sequence data type {type}");
        if (minimum >= maximum) throw new GatewayException(SqlState.InvalidParameterValue, $"MINVALUE ({minimum}) must be less than MAXVALUE ({maximum})");
        var start = definition.Start ?? known?.Start ?? (increment > 0 ? minimum : maximum);
        if (start < minimum) throw new GatewayException(SqlState.InvalidParameterValue, $"START value ({start}) cannot be less than MINVALUE ({minimum})");
        if (start > maximum) throw new GatewayException(SqlState.InvalidParameterValue, $"START value ({start}) cannot be greater than MAXVALUE ({maximum})");
        var cache = definition.Cache ?? known?.Cache ?? 1;
        if (cache <= 0) throw new GatewayException(SqlState.InvalidParameterValue, $"CACHE ({cache}) must be greater than zero");
        return new SequenceRange(start, increment, minimum, maximum, definition.Cycles ?? known?.Cycles ?? false, cache);
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
