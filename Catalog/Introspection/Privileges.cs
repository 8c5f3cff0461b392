using System.Collections.Frozen;
using System.Globalization;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Introspection;

/// <summary>Answers <c>has_…_privilege</c> and <c>pg_has_role</c>.</summary>
internal sealed class Privileges(CatalogFunctions functions)
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "USAGE", "CREATE", "CONNECT", "TEMPORARY", "TEMP", "EXECUTE", "MEMBER", "SET", "ALTER SYSTEM",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a user has one of the privileges, a list with commas; null for a number that nothing has.</summary>
    /// <param name="column">A column's name or number, for a kind of <c>column</c>.</param>
    public bool? Has(string kind, string user, string target, string privilege, string? column = null)
    {
        var wanted = privilege.Split(',', StringSplitOptions.TrimEntries).Select(Wanted.Parse).ToArray();
        if (Array.Find(wanted, item => !Known.Contains(item.Name)) is { Name: not null } unknown) throw new GatewayException(SqlState.InvalidParameterValue, $"unrecognized privilege type: \"{unknown.Written}\"");
        var rights = RightsOf(user);
        return kind switch
        {
            "table" or "any_column" or "sequence" or "column" => OnRelation(kind, target, column, rights, wanted),
            "schema" => OnSchema(target, rights, wanted),
            "type" => Exists(SqlTypeKind.RegType, target, SqlState.UndefinedObject, "type"),
            "role" => OnRole(target, rights, wanted),
            "database" => OnDatabase(target, rights, wanted),
            "server" => OnSource(target, rights, wanted),
            "foreign_data_wrapper" => rights.Has(Privilege.CreateRemoteSource),
            _ => true,
        };
    }

    private bool? OnRelation(string kind, string target, string? column, RoleRights rights, Wanted[] wanted)
    {
        var oid = Number(target) ?? functions.Find(SqlTypeKind.RegClass, target) ?? throw Missing(SqlState.UndefinedTable, "relation", target);
        if (functions.Snapshot.RelationsByOid.GetValueOrDefault(oid) is not { } relation) return RelationKey.Find(functions.Snapshot, oid) is null ? null : true;
        var remoteName = kind == "column" ? ColumnOf(relation, column!) : null;
        if (kind == "column" && remoteName is null) return null;
        return wanted.Any(item => (kind == "sequence" && item.Name == "USAGE" ? Privilege.Usage : PrivilegeNames.Find(SecuredKind.Relation, item.Name)) is { } privilege && (item.WithGrantOption
            ? rights.Owns(relation.Owner) || rights.GrantorsFor(SecuredObject.Of(relation), privilege, remoteName).Any()
            : kind switch
            {
                "any_column" => rights.HasAnyColumn(relation, privilege),
                "column" => rights.HasColumn(relation, remoteName!, privilege),
                _ => rights.Has(relation, privilege),
            }));
    }

    private static string? ColumnOf(RelationEntry relation, string column)
    {
        if (Number(column) is { } number) return number > 0 && number <= relation.Columns.Count ? relation.Columns[(int)number - 1].RemoteName : null;
        return relation.Columns.FirstOrDefault(candidate => candidate.Name == column)?.RemoteName
            ?? throw new GatewayException(SqlState.UndefinedColumn, $"column \"{column}\" of relation \"{relation.Name}\" does not exist");
    }

    private bool? OnSchema(string target, RoleRights rights, Wanted[] wanted)
    {
        var schema = Number(target) is { } oid ? functions.Snapshot.Schemas.Values.FirstOrDefault(schema => schema.Oid == oid) : functions.Snapshot.FindSchema(target);
        if (schema is null) return Number(target) is null ? throw Missing(SqlState.InvalidSchemaName, "schema", target) : null;
        return wanted.Any(item => PrivilegeNames.Find(SecuredKind.Schema, item.Name) is { } privilege
            && (item.WithGrantOption ? rights.Owns(schema.Owner) || rights.GrantorsFor(SecuredObject.Of(schema), privilege, null).Any() : rights.Has(schema, privilege)));
    }

    private bool? OnSource(string target, RoleRights rights, Wanted[] wanted)
    {
        var source = Number(target) is { } oid ? functions.Snapshot.Sources.Values.FirstOrDefault(source => source.Oid == oid) : functions.Snapshot.FindSource(target);
        if (source is null) return Number(target) is null ? throw Missing(SqlState.UndefinedObject, "server", target) : null;
        return wanted.Any(item => item.Name == "USAGE" && (item.WithGrantOption
            ? rights.Owns(source.Owner) || rights.GrantorsFor(SecuredObject.Of(source), Privilege.CreateVirtualTable, null).Any()
            : rights.Has(source, Privilege.CreateVirtualTable)));
    }

    private static bool? OnDatabase(string target, RoleRights rights, Wanted[] wanted)
    {
        if (Number(target) is { } oid ? oid != BuiltInCatalog.DatabaseOid : target != BuiltInCatalog.DatabaseName) return Number(target) is null ? throw Missing(SqlState.InvalidCatalogName, "database", target) : null;
        return wanted.Any(item => item.Name is "CONNECT" or "TEMPORARY" or "TEMP" ? !item.WithGrantOption || rights.IsAdministrator : item.Name == "CREATE" && rights.Has(Privilege.CreateSchema));
    }

    private bool? OnRole(string target, RoleRights rights, Wanted[] wanted)
    {
        var role = Number(target) is { } oid ? Roles.Find(functions.Snapshot, oid) : Roles.Find(functions.Snapshot, target);
        if (role is null) return Number(target) is null ? throw Missing(SqlState.UndefinedObject, "role", target) : null;
        return wanted.Any(item => item switch
        {
            { WithGrantOption: true } => RoleMembers.MayGrant(functions.Snapshot, rights.Oid, role.Oid),
            { Name: "USAGE" } => rights.HasPrivilegesOf(role.Oid),
            _ => RoleMembers.MayBecome(functions.Snapshot, rights.Oid, role.Oid),
        });
    }

    private bool? Exists(SqlTypeKind kind, string target, SqlState missing, string what) =>
        Number(target) is { } oid
            ? functions.NameOf(kind, oid) is null ? null : true
            : functions.Find(kind, target) is null ? throw Missing(missing, what, target) : true;

    private RoleRights RightsOf(string user)
    {
        if (user == "public") return RoleRights.Of(functions.Snapshot, -1);
        var role = (Number(user) is { } oid ? Roles.Find(functions.Snapshot, oid) : null) ?? Roles.Find(functions.Snapshot, user) ?? throw Missing(SqlState.UndefinedObject, "role", user);
        return RoleRights.Of(functions.Snapshot, role.Oid);
    }

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static GatewayException Missing(SqlState state, string what, string name) => new(state, $"{what} \"{name}\" does not exist");

    /// <summary>A privilege as it is asked for.</summary>
    private readonly record struct Wanted(string Name, bool WithGrantOption, string Written)
    {
        public static Wanted Parse(string written)
        {
            var name = written.ToUpperInvariant();
            var suffix = new[] { " WITH GRANT OPTION", " WITH ADMIN OPTION" }.FirstOrDefault(option => name.EndsWith(option, StringComparison.Ordinal));
            return new Wanted(suffix is null ? name : name[..^suffix.Length], suffix is not null, written);
        }
    }
}
