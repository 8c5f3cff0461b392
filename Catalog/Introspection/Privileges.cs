using System.Collections.Frozen;
using System.Globalization;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Introspection;

/// <summary>
/// Answers <c>has_…_privilege</c>. The gateway grants nothing apart: who may log in may use every object, and only system relations cannot be written to.
/// </summary>
internal sealed class Privileges(CatalogFunctions functions)
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "USAGE", "CREATE", "CONNECT", "TEMPORARY", "TEMP", "EXECUTE", "MEMBER", "SET", "ALTER SYSTEM",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Reading = new[] { "SELECT", "REFERENCES", "TRIGGER", "USAGE" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public bool? Has(string kind, string user, string target, string privilege)
    {
        var wanted = privilege.Split(',', StringSplitOptions.TrimEntries).Select(WithoutGrantOption).ToArray();
        if (wanted.FirstOrDefault(name => !Known.Contains(name)) is { } unknown) throw new GatewayException(SqlState.InvalidParameterValue, $"unrecognized privilege type: \"{unknown}\"");
        RequireUser(user);
        return kind switch
        {
            "table" or "any_column" or "sequence" => OnRelation(target, wanted),
            "schema" => Exists(SqlTypeKind.RegNamespace, target, SqlState.InvalidSchemaName, "schema"),
            "type" => Exists(SqlTypeKind.RegType, target, SqlState.UndefinedObject, "type"),
            "role" => Exists(SqlTypeKind.RegRole, Number(target) is null ? SqlNames.Quote(target) : target, SqlState.UndefinedObject, "role"),
            "database" => Number(target) is { } oid ? oid == BuiltInCatalog.DatabaseOid ? true : null : target == BuiltInCatalog.DatabaseName ? true : throw Missing(SqlState.InvalidCatalogName, "database", target),
            "server" => Number(target) is { } oid
                ? functions.Snapshot.Sources.Values.Any(source => source.Oid == oid) ? true : null
                : functions.Snapshot.FindSource(target) is not null ? true : throw Missing(SqlState.UndefinedObject, "server", target),
            _ => true,
        };
    }

    private bool? OnRelation(string target, string[] wanted)
    {
        var oid = Number(target) ?? functions.Find(SqlTypeKind.RegClass, target) ?? throw Missing(SqlState.UndefinedTable, "relation", target);
        return functions.Snapshot.RelationsByOid.GetValueOrDefault(oid) switch
        {
            null => RelationKey.Find(functions.Snapshot, oid) is null ? null : true,
            SystemViewEntry => wanted.Any(Reading.Contains),
            _ => true,
        };
    }

    private bool? Exists(SqlTypeKind kind, string target, SqlState missing, string what) =>
        Number(target) is { } oid
            ? functions.NameOf(kind, oid) is null ? null : true
            : functions.Find(kind, target) is null ? throw Missing(missing, what, target) : true;

    private void RequireUser(string user)
    {
        var exists = Number(user) is { } oid ? Roles.NameOf(functions.Snapshot, oid) is not null : Roles.All(functions.Snapshot).Any(role => role.Name == user);
        if (!exists && user != "public") throw Missing(SqlState.UndefinedObject, "role", user);
    }

    private static string WithoutGrantOption(string privilege)
    {
        const string Suffix = " WITH GRANT OPTION";
        return privilege.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? privilege[..^Suffix.Length] : privilege;
    }

    private static uint? Number(string text) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static GatewayException Missing(SqlState state, string what, string name) => new(state, $"{what} \"{name}\" does not exist");
}
