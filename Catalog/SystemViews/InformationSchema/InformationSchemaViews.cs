namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>The views of <c>information_schema</c>.</summary>
internal static class InformationSchemaViews
{
    public static IEnumerable<SystemView> All =>
    [
        new AdministrableRoleAuthorizations(), new ApplicableRoles(), new ColumnPrivileges("column_privileges", 13285, withPublic: true), new ColumnPrivileges("role_column_grants", 13344, withPublic: false),
        new UsagePrivileges("usage_privileges", 13454, withPublic: true), new UsagePrivileges("role_usage_grants", 13459, withPublic: false), new CharacterSets(), new CheckConstraints(), new CollationCharacterSetApplicability(), new Collations(), new Columns(), new ConstraintColumnUsage(),
        new ConstraintTableUsage(), new EnabledRoles(), new ForeignDataWrappers(), new ForeignServerOptions(), new ForeignServers(),
        new ForeignTableOptions(), new ForeignTables(), new InformationSchemaCatalogName(), new KeyColumnUsage(), new RoleTableGrants(), new SequenceList(), new Schemata(),
        new TableConstraints(), new TablePrivileges(), new Tables(), new UserMappings(), new ViewTableUsage(), new Views(),
        new Routines(), new Parameters(),
        .. EmptyViews.All,
    ];
}
