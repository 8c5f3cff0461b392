using System.Globalization;
using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>A constraint as the standard sees it: NOT NULL is a CHECK too.</summary>
/// <param name="Expression">Of a CHECK.</param>
internal sealed record TableConstraint(RelationEntry Relation, string Name, string Kind, string? Expression = null)
{
    public const string Unique = "UNIQUE";
    private const string PrimaryKey = "PRIMARY KEY";
    private const string Check = "CHECK";

    public static IEnumerable<TableConstraint> All(CatalogSnapshot snapshot) =>
        Relations.OfUsers(snapshot).SelectMany(relation =>
            RelationKey.ConstraintsOf(relation).Select(key => new TableConstraint(relation, key.Name, key.Key.IsPrimary ? PrimaryKey : Unique))
                .Concat(Relations.ChecksOf(relation).Select(check => new TableConstraint(relation, check.Name, Check, $"({check.Expression})")))
                .Concat(NotNull(snapshot, relation)));

    // Named as PostgreSQL 15 names them, which keeps no name of its own for NOT NULL.
    private static IEnumerable<TableConstraint> NotNull(CatalogSnapshot snapshot, RelationEntry relation)
    {
        if (relation is ViewEntry or SequenceEntry) yield break;
        for (var i = 0; i < relation.Columns.Count; i++)
        {
            if (relation.Columns[i].IsNullable) continue;
            var name = string.Create(CultureInfo.InvariantCulture, $"{Relations.SchemaOid(snapshot, relation.Schema)}_{relation.Oid}_{i + 1}_not_null");
            yield return new TableConstraint(relation, name, Check, $"{SqlNames.Quote(relation.Columns[i].Name)} IS NOT NULL");
        }
    }
}
