namespace FederationGateway.Catalog.Introspection;

/// <summary>The OIDs of PostgreSQL's own catalogs, as <c>classid</c> and <c>classoid</c> name the kind of an object.</summary>
internal static class ClassOids
{
    public const int AttributeDefault = 2604;
    public const int Class = 1259;
    public const int Constraint = 2606;
    public const int Database = 1262;
    public const int Extension = 3079;
    public const int ForeignDataWrapper = 2328;
    public const int ForeignServer = 1417;
    public const int Namespace = 2615;
    public const int Rewrite = 2618;
    public const int Type = 1247;
}
