namespace FederationGateway.Catalog.Introspection;

/// <summary>The SQL that would make a key or constraint, worded as PostgreSQL's <c>pg_get_…def</c> functions word it.</summary>
internal static class Definitions
{
    public static string Index(RelationKey key) =>
        $"CREATE {(key.IsUnique ? "UNIQUE " : "")}INDEX {SqlNames.Quote(key.Name)} ON {SqlNames.Quote(key.Relation.Schema, key.Relation.Name)} USING btree ({IndexColumns(key)})";

    public static string Constraint(RelationKey key) => $"{(key.Key.IsPrimary ? "PRIMARY KEY" : "UNIQUE")} ({Columns(key)})";

    public static string Constraint(CheckConstraint check) => $"CHECK (({check.Expression}))";

    /// <summary>One column of an index, with what is not PostgreSQL's usual order.</summary>
    public static string IndexColumn(string name, short option) => SqlNames.Quote(name) + option switch { 1 => " DESC NULLS LAST", 2 => " NULLS FIRST", 3 => " DESC", _ => "" };

    private static string IndexColumns(RelationKey key) => string.Join(", ", key.Columns.Zip(key.Options, (column, option) => IndexColumn(column.Name, option)));

    private static string Columns(RelationKey key) => string.Join(", ", key.Columns.Select(column => SqlNames.Quote(column.Name)));
}
