namespace FederationGateway.Catalog.SystemViews;

/// <summary>A relation about objects the gateway does not have: it can be asked, and answers that there are none.</summary>
internal sealed class EmptyRelation(string schema, string name, long oid, string columns, bool isTable = false) : StandardRelation(schema, name, oid, columns, isTable)
{
    public override IEnumerable<object?[]> Rows(SystemViewContext context) => [];
}
