using FederationGateway.Catalog.Access;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>CREDENTIALS: which users have a credential of their own at which source, and which sources have one for the others. What is in them is shown to nobody.</summary>
public sealed class Credentials() : SysView("CREDENTIALS", 55)
{
    protected override IReadOnlyList<(string Name, SqlType Type)> Columns { get; } = [Text("USER_NAME"), Text("COMPONENT"), Text("PURPOSE"), Text("TYPE", 32)];

    public override IEnumerable<object?[]> Rows(SystemViewContext context) =>
        from credential in context.Snapshot.Credentials.Values.Concat(context.Snapshot.UserCredentials.Values)
        let source = context.Snapshot.Sources.Values.First(source => source.Oid == credential.SourceOid)
        let user = context.Snapshot.RolesByOid.GetValueOrDefault(credential.User)
        where context.Rights.Has(Privilege.CredentialAdmin) || context.Rights.SeesAll || (user is null ? context.Rights.Sees(source) : context.Rights.HasPrivilegesOf(user.Oid))
        orderby credential.Oid
        select new object?[] { user?.Name, "SAPHANAFEDERATION", source.Name, credential.Type };
}
