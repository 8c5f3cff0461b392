using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>pg_depend: what views read, what belongs to tables, and what is the gateway's own.</summary>
internal sealed class PgDepend() : PgCatalogRelation(
    "pg_depend", 2608,
    """
    classid oid, objid oid, objsubid int4, refclassid oid, refobjid oid, refobjsubid int4, deptype "char"
    """, isTable: true)
{
    private const string Normal = "n";
    private const string Automatic = "a";
    private const string Extension = "e";
    private const string Internal = "i";

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        Relations.OfUsers(context.Snapshot).SelectMany(relation => relation is ViewEntry view ? OfView(view) : OfTable(relation)).Concat(OfGateway(context));

    private static IEnumerable<object?[]> OfView(ViewEntry view)
    {
        var rule = DerivedOids.OfRule(view.Oid);
        yield return [ClassOids.Rewrite, rule, 0, ClassOids.Class, view.Oid, 0, Internal];
        foreach (var read in view.DependsOn) yield return [ClassOids.Rewrite, rule, 0, ClassOids.Class, read, 0, Normal];
    }

    private static IEnumerable<object?[]> OfGateway(SystemViewContext context)
    {
        yield return [ClassOids.Namespace, BuiltInCatalog.SysOid, 0, ClassOids.Extension, PgExtension.Gateway, 0, Extension];
        foreach (var adapter in context.Runtime.Adapters) yield return [ClassOids.ForeignDataWrapper, DerivedOids.OfAdapter(adapter.Name), 0, ClassOids.Extension, PgExtension.Gateway, 0, Extension];
        foreach (var view in context.Snapshot.Relations[BuiltInCatalog.Sys].Values) yield return [ClassOids.Class, view.Oid, 0, ClassOids.Extension, PgExtension.Gateway, 0, Extension];
    }

    private static IEnumerable<object?[]> OfTable(RelationEntry table)
    {
        foreach (var key in RelationKey.Of(table))
        {
            if (!key.IsConstraint)
            {
                foreach (var column in key.AttributeNumbers) yield return [ClassOids.Class, key.IndexOid, 0, ClassOids.Class, table.Oid, column, Automatic];
                continue;
            }

            foreach (var column in key.AttributeNumbers) yield return [ClassOids.Constraint, key.ConstraintOid, 0, ClassOids.Class, table.Oid, column, Automatic];
            yield return [ClassOids.Class, key.IndexOid, 0, ClassOids.Constraint, key.ConstraintOid, 0, Internal];
        }

        for (var i = 0; i < table.Columns.Count; i++)
            if (table.Columns[i].DefaultExpression is not null) yield return [ClassOids.AttributeDefault, DerivedOids.OfDefault(table.Oid, i + 1), 0, ClassOids.Class, table.Oid, i + 1, Automatic];
    }
}
