namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>The views of <c>information_schema</c>.</summary>
internal static class InformationSchemaViews
{
    public static IEnumerable<SystemView> All =>
    [
        new CharacterSets(), new CheckConstraints(), new CollationCharacterSetApplicability(), new Collations(), new Columns(), new ConstraintColumnUsage(),
        new ConstraintTableUsage(), new EnabledRoles(), new ForeignDataWrappers(), new ForeignServerOptions(), new ForeignServers(),
        new ForeignTableOptions(), new ForeignTables(), new InformationSchemaCatalogName(), new KeyColumnUsage(), new RoleTableGrants(), new Schemata(),
        new TableConstraints(), new TablePrivileges(), new Tables(), new UserMappings(), new ViewTableUsage(), new Views(),
        .. EmptyViews.All,
    ];
}
