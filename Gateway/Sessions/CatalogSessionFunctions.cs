using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Catalog.Introspection;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.PgWire.Types;

namespace FederationGateway.Gateway.Sessions;

/// <summary>SQL's catalog functions, answered from the session's catalog and settings; also the names regclass and its like print.</summary>
internal sealed class CatalogSessionFunctions(SessionState session) : ISessionFunctions, IOidNames
{
    private CatalogFunctions Catalog => new(session.Snapshot, session.SearchPath);

    public bool? IsVisible(string kind, uint oid) => Catalog.IsVisible(kind, oid);

    public string? NameOf(SqlTypeKind kind, uint oid) => Catalog.NameOf(kind, oid);

    public uint? Find(SqlTypeKind kind, string name) => Catalog.Find(kind, name);

    public string? FormatType(uint oid, int? modifier) => Catalog.FormatType(oid, modifier);

    public string UserNameOf(uint oid) => Catalog.UserNameOf(oid);

    public string? DefinitionOf(string function, uint oid, int column) => Catalog.DefinitionOf(function, oid, column);

    public string? Describe(uint catalog, uint oid, int column) => Catalog.Describe(catalog, oid, column);

    public string? DescriptionOf(uint oid, string catalog, int column) => Catalog.DescriptionOf(oid, catalog, column);

    public bool? HasPrivilege(string kind, string? user, string target, string privilege, string? column = null) =>
        Catalog.HasPrivilege(kind, user ?? session.User, target, privilege, column);

    public long? Sequence(string function, uint oid, long value, bool isCalled) => session.Sequences.Call(function, oid, value, isCalled);

    public string? SequenceOf(string table, string column) => Catalog.SequenceOf(table, column);

    public bool Signal(int processId, bool ends, long timeout, CancellationToken cancellationToken) => SessionSignals.Send(session, processId, ends, timeout, cancellationToken);

    public string? Setting(string name, bool mayBeMissing) => mayBeMissing ? session.Settings.Find(name) : session.Settings[name];

    public string SetSetting(string name, string? value, bool isLocal)
    {
        if (SessionIdentity.IsIdentity(name)) session.Identity.Set(name, value, isLocal);
        else if (value is null) session.Settings.Reset(name);
        else session.Settings.Set(name, value, isLocal);
        return session.Settings[name];
    }
}
