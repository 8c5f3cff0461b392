using FederationGateway.Catalog.Introspection;
using FederationGateway.Plan;

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
        Relations.OfUsers(context.Snapshot).SelectMany(relation => relation switch { ViewEntry view => OfView(view), SequenceEntry sequence => OfSequence(context.Snapshot, sequence), _ => OfTable(relation) }).Concat(OfGateway(context));

    private static IEnumerable<object?[]> OfView(ViewEntry view)
    {
        var rule = DerivedOids.OfRule(view.Oid);
        yield return [ClassOids.Rewrite, rule, 0, ClassOids.Class, view.Oid, 0, Internal];
        foreach (var read in view.DependsOn) yield return [ClassOids.Rewrite, rule, 0, ClassOids.Class, read, 0, Normal];
    }

    private static IEnumerable<object?[]> OfSequence(CatalogSnapshot snapshot, SequenceEntry sequence)
    {
        if (sequence.OwnedBy is not { } owner || snapshot.RelationsByOid.GetValueOrDefault(owner.Table) is not LocalTableEntry table) yield break;
        var number = 1 + table.Columns.ToList().FindIndex(column => column.RemoteName == owner.Column);
        if (number == 0) yield break;
        var isIdentity = table.Columns[number - 1].Identity != IdentityKind.None;
        yield return [ClassOids.Class, sequence.Oid, 0, ClassOids.Class, table.Oid, number, isIdentity ? Internal : Automatic];
        if (!isIdentity) yield return [ClassOids.AttributeDefault, DerivedOids.OfDefault(table.Oid, number), 0, ClassOids.Class, sequence.Oid, 0, Normal];
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
            if (table.Columns[i] is { DefaultExpression: not null, Identity: IdentityKind.None }) yield return [ClassOids.AttributeDefault, DerivedOids.OfDefault(table.Oid, i + 1), 0, ClassOids.Class, table.Oid, i + 1, Automatic];
    }
}
