namespace FederationGateway.Catalog.Introspection;

/// <summary>The SQL that would make a key or constraint, worded as PostgreSQL's <c>pg_get_…def</c> functions word it.</summary>
internal static class Definitions
{
    public static string Index(RelationKey key) =>
        $"CREATE UNIQUE INDEX {SqlNames.Quote(key.Name)} ON {SqlNames.Quote(key.Relation.Schema, key.Relation.Name)} USING btree ({Columns(key)})";

    public static string Constraint(RelationKey key) => $"{(key.Key.IsPrimary ? "PRIMARY KEY" : "UNIQUE")} ({Columns(key)})";

    public static string Constraint(CheckConstraint check) => $"CHECK (({check.Expression}))";

    private static string Columns(RelationKey key) => string.Join(", ", key.Columns.Select(column => SqlNames.Quote(column.Name)));
}
