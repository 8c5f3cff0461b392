using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// WITH [RESTRICTED] SCHEMA CHANGES: brings another definition of the source's table to the virtual table and the target, in the local transaction of the changes around it. What was done already, by the subscription of
/// another target or by a user, is left as it is. Rights are those of the subscription's owner.
/// </summary>
internal sealed class DefinitionPropagation(CatalogTransaction catalog, Member member, RemoteTable after, CancellationToken cancellationToken)
{
    private readonly ColumnChanges _changes = ColumnChanges.Between(member.Table.Definition, after);

    /// <summary>Which rows of the target lack what the change has put into those at the source.</summary>
    /// <param name="Condition">Over the source's columns; null for all rows.</param>
    public sealed record LackingRows(string? Condition);

    /// <summary>Null when no row does.</summary>
    public LackingRows? Run()
    {
        var rights = RoleRights.Of(catalog.Snapshot, member.Entry.Owner);
        var lacking = member.Entry.SchemaChanges == SchemaChangePropagation.Full ? ChangeTarget(rights) : null;
        if (member.Entry.SchemaChanges == SchemaChangePropagation.Restricted) NoteNames();
        ChangeVirtualTable(rights);
        return lacking;
    }

    private void ChangeVirtualTable(RoleRights rights)
    {
        var table = catalog.Snapshot.RelationsByOid.GetValueOrDefault(member.Entry.VirtualTable) as VirtualTableEntry ?? throw new GatewayException(SqlState.UndefinedTable, "the virtual table of the subscription is gone");

        // One that says something else than either has been changed by somebody who knew more.
        if (!DefinitionChanges.IsAs(table, member.Table.Definition)) return;
        rights.RequireOwner(table);
        VirtualTables.Follow(catalog, table, after, _changes.Renamed.ToDictionary(pair => pair.Before.RemoteName, pair => pair.After.RemoteName, StringComparer.Ordinal));
    }

    private LackingRows? ChangeTarget(RoleRights rights)
    {
        var target = Target();
        rights.RequireOwner(target);
        foreach (var gone in _changes.Dropped)
            if (Find(target, gone.Name) is { } column) target = Next(TableAlterations.DropColumn(catalog, target, column.Name, cascade: false, cancellationToken));
        foreach (var (before, now) in _changes.Renamed)
            if (Find(target, before.Name) is { } column && Find(target, now.Name) is null) target = Next(TableAlterations.RenameColumn(catalog, target, column.Name, now.Name));
        var isChanged = false;
        foreach (var added in _changes.Added.Where(added => Find(target, added.Name) is null))
            target = Next(TableAlterations.AddColumn(catalog, target, new NewColumn(added.Name, added.Type), filling: null, cancellationToken));
        foreach (var (before, now) in _changes.Retyped)
        {
            // A type that the user has chosen for himself is left.
            if (Find(target, now.Name) is not { } column || column.Type != before.Type) continue;
            target = Next(TableAlterations.ChangeType(catalog, target, column.Name, now.Type, Converted(column, now.Type), cancellationToken));
            isChanged = true;
        }

        if (isChanged || (_changes.Added.Count > 0 && member.Writer.Sql.Keys.Count == 0)) return new LackingRows(null);
        return _changes.Added.Count == 0 ? null : new LackingRows(string.Join(" OR ", _changes.Added.Select(added => $"{Quote(added.Name)} IS NOT NULL")));
    }

    /// <summary>What a column holds as another type. In a target with the source's rows what cannot be converted is read from there afterwards; rows that are there no more have to be converted as they are.</summary>
    private string? Converted(TableColumn column, SqlType type)
    {
        if (EngineType.Of(column.Type) == EngineType.Of(type)) return null;
        var cast = SubscriptionSql.Cast(column, type);
        return member.Entry.Mode == ChangeMode.Normal
            ? cast is null ? "NULL" : $"TRY({cast})"
            : cast ?? throw new GatewayException(SqlState.FeatureNotSupported, $"the values of column \"{column.Name}\" cannot be converted to {type}");
    }

    // The target keeps the names it has.
    private void NoteNames()
    {
        var names = member.Entry.RenamedColumns.Where(known => _changes.Dropped.All(gone => gone.RemoteName != known.RemoteName)).ToList();
        foreach (var (before, now) in _changes.Renamed)
        {
            var known = names.FirstOrDefault(name => name.RemoteName == before.RemoteName)?.TargetColumn ?? Find(Target(), before.Name)?.RemoteName;
            names.RemoveAll(name => name.RemoteName == before.RemoteName);
            if (known is not null) names.Add(new RenamedColumn(now.RemoteName, known));
        }

        if (!names.SequenceEqual(member.Entry.RenamedColumns)) catalog.Replace(member.Entry, member.Entry with { RenamedColumns = names.ToEquatableArray() });
    }

    // The engine follows one change of a table in a transaction; for more of them the table is made anew.
    private LocalTableEntry Next(LocalTableEntry table)
    {
        catalog.IsFirstWork = false;
        return table;
    }

    private LocalTableEntry Target() => catalog.Snapshot.RelationsByOid.GetValueOrDefault(member.Entry.Target.Object ?? 0) as LocalTableEntry ?? throw new GatewayException(SqlState.UndefinedTable, "the target of the subscription is gone");

    private TableColumn? Find(LocalTableEntry target, string name)
    {
        string?[] own = [member.Entry.ChangeTypeColumn, member.Entry.ChangeTimeColumn, member.Entry.ChangeSequenceColumn];
        var columns = target.Columns.Where(column => !own.Contains(column.RemoteName)).ToList();
        return columns.FirstOrDefault(column => column.Name == name) ?? columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
