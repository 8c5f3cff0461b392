using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog.SystemViews.Sys;

/// <summary>Everything that has privileges, as HANA's views name it, with who has them.</summary>
internal static class PrivilegeList
{
    public static IEnumerable<(string ObjectType, string? Schema, string? Object, string? Column, GrantRow Row)> All(CatalogSnapshot snapshot)
    {
        foreach (var row in GrantRows.Of(snapshot, SecuredObject.System, owner: null)) yield return ("SYSTEMPRIVILEGE", null, null, null, row);
        foreach (var row in GrantRows.Of(snapshot, SecuredObject.AllSources, owner: null)) yield return ("SOURCE", null, null, null, row);
        foreach (var source in snapshot.Sources.Values.OrderBy(source => source.Oid))
            foreach (var row in GrantRows.Of(snapshot, SecuredObject.Of(source), source.Owner)) yield return ("SOURCE", null, source.Name, null, row);
        foreach (var schema in snapshot.Schemas.Values.Where(schema => !schema.IsSystem).OrderBy(schema => schema.Oid))
            foreach (var row in GrantRows.Of(snapshot, SecuredObject.Of(schema), schema.Owner)) yield return ("SCHEMA", schema.Name, null, null, row);
        foreach (var procedure in snapshot.Procedures.Values)
            foreach (var row in GrantRows.Of(snapshot, SecuredObject.Of(procedure), procedure.Owner)) yield return ("PROCEDURE", procedure.Schema, procedure.Name, null, row);
        foreach (var task in snapshot.Tasks.Values)
            foreach (var row in GrantRows.Of(snapshot, SecuredObject.Of(task), task.Owner)) yield return ("TASK", task.Schema, task.Name, null, row);
        foreach (var relation in Relations.OfUsers(snapshot))
            foreach (var row in GrantRows.Of(snapshot, relation))
                yield return (relation is ViewEntry ? "VIEW" : "TABLE", relation.Schema, relation.Name, row.Column is null ? null : relation.Columns.FirstOrDefault(column => column.RemoteName == row.Column)?.Name, row);
    }
}
