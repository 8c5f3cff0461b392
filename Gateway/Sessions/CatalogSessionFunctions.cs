using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Common;
using FederationGateway.PgWire.Types;

namespace FederationGateway.Gateway.Sessions;

/// <summary>SQL's catalog functions, answered from the session's catalog and settings; also the names regclass and its like print.</summary>
internal sealed class CatalogSessionFunctions(SessionState session) : ISessionFunctions, IOidNames
{
    public bool? IsVisible(string kind, uint oid) =>
        session.Snapshot.RelationsByOid.TryGetValue(oid, out var relation)
            ? session.Snapshot.FindRelation(["pg_catalog", .. session.SearchPath], relation.Name)?.Oid == oid
            : null;

    public string? NameOf(SqlTypeKind kind, uint oid) =>
        kind == SqlTypeKind.RegClass && session.Snapshot.RelationsByOid.TryGetValue(oid, out var relation) ? (IsVisible("table", oid) == true ? relation.Name : relation.QualifiedName) : null;

    public uint? Find(SqlTypeKind kind, string name) => kind == SqlTypeKind.RegClass && session.Snapshot.FindRelation(["pg_catalog", .. session.SearchPath], name) is { } found ? (uint)found.Oid : null;

    public string? FormatType(uint oid, int? modifier) => SqlTypeOids.TypeOf((int)oid, modifier ?? -1)?.ToString();

    public string UserNameOf(uint oid) => session.Snapshot.Users.Values.FirstOrDefault(user => user.Oid == oid)?.Name ?? $"unknown (OID={oid})";

    public string? DefinitionOf(string function, uint oid, int column) => null;

    public string? DescriptionOf(uint oid, string catalog, int column) => session.Snapshot.RelationsByOid.GetValueOrDefault(oid)?.Comment;

    public bool? HasPrivilege(string kind, string? user, string target, string privilege) => true;

    public string? Setting(string name, bool mayBeMissing) => mayBeMissing ? session.Settings.Find(name) : session.Settings[name];

    public string SetSetting(string name, string? value, bool isLocal)
    {
        if (value is null) session.Settings.Reset(name);
        else session.Settings.Set(name, value, isLocal);
        return session.Settings[name];
    }
}
