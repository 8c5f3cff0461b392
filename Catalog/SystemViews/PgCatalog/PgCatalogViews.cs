namespace FederationGateway.Catalog.SystemViews.PgCatalog;

/// <summary>The relations of <c>pg_catalog</c>.</summary>
internal static class PgCatalogViews
{
    public static IEnumerable<SystemView> All =>
    [
        new PgAm(), new PgAttrdef(), new PgAttribute(), new PgAuthid(), new PgAuthMembers(), new PgClass(), new PgCollation(), new PgConstraint(), new PgDatabase(), new PgDbRoleSetting(),
        new PgDepend(), new PgDescription(), new PgExtension(), new PgForeignDataWrapper(), new PgForeignServer(), new PgForeignTable(), new PgIndex(), new PgIndexes(),
        new PgLanguage(), new PgNamespace(), new PgOpclass(), new PgPolicies(), new PgPolicy(), new PgProc(), new PgRewrite(), new PgRoles(), new PgSequence(), new PgSequences(), new PgSettings(), new PgShadow(),
        new PgCursors(), new PgStatActivity(), new PgStatDatabase(), new PgStatUserTables(), new PgStats(), new PgTables(), new PgTablespace(), new PgType(), new PgUser(),
        new PgUserMapping(), new PgUserMappings(), new PgViews(),
        .. EmptyCatalog.All,
    ];
}
