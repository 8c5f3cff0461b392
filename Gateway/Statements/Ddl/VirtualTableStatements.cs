using System.Diagnostics;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Federation;
using FederationGateway.Gateway.Statements.Accounts;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE and ALTER VIRTUAL TABLE.</summary>
internal static class VirtualTableStatements
{
    private const int ColumnsShown = 20;

    public static Prepared PrepareCreate(ParsedStatement parsed, CreateVirtualTableStatement create) => new PreparedCommand(parsed, create.IsForeign ? "CREATE FOREIGN TABLE" : "CREATE VIRTUAL TABLE", async run =>
    {
        if (create.WithRemote) throw GatewayException.Unsupported("WITH REMOTE", create.Span);
        RefuseRepeated(create);
        var session = run.Session;
        var (schema, name) = DdlNames.Target(session, session.Snapshot, create.Name);
        session.Rights.Require(session.Snapshot.Schemas.FindExact(schema)!, Privilege.Create);
        if (DdlNames.SkipExisting(run, session.Snapshot, schema, name, create.IfNotExists)) return;
        RelationNames.RefuseDuplicate(session.Snapshot, schema, name);
        var source = DdlNames.Source(session.Snapshot, create.Remote.Source);
        session.Rights.Require(source, Privilege.CreateVirtualTable);
        var remoteName = new Adapters.Abstractions.RemoteObjectName(create.Remote.Database?.Text, create.Remote.Schema?.Text, create.Remote.Object.Text);
        var imported = await ImportAsync(session.Core.Sources.Get(session.Snapshot, source, session.Identity.Current), remoteName, run.CancellationToken);
        if (create.Columns.IsEmpty && imported.TakesColumns)
        {
            throw new GatewayException(SqlState.InvalidTableDefinition, $"virtual table \"{name}\" takes a list of columns: its source does not say which there are")
            {
                Position = create.Name.Span.Start, Hint = "CREATE VIRTUAL TABLE name (id int, …) AT …",
            };
        }

        if (!create.Columns.IsEmpty) imported = WithColumns(imported, create, new StatementBinder(session.BindingContext([])));
        var properties = create.Properties.Concat(create.RemoteProperties).Select(property => new TableProperty(property.Name, property.Value));
        var time = session.Core.TimeProvider.GetUtcNow().UtcDateTime;
        await DdlRun.ChangeAsync(run, catalog =>
            VirtualTables.Create(catalog, schema, name, source, imported, !create.Columns.IsEmpty, properties, time, session.User));
    });

    public static Prepared PrepareAlter(ParsedStatement parsed, AlterVirtualTableStatement alter) => new PreparedCommand(parsed, "ALTER VIRTUAL TABLE", async run =>
    {
        switch (alter.Action)
        {
            case ReplicaAction replica:
                await ReplicaStatements.RunAsync(run, replica, snapshot => Table(run, snapshot, alter.Name));
                break;
            case RefreshDefinitionAction:
                await RefreshAsync(run, alter);
                break;
            case SetTablePropertiesAction set:
                await DdlRun.ChangeAsync(run, catalog => VirtualTables.ChangeProperties(
                    catalog, Table(run, catalog.Snapshot, alter.Name), set.Column?.Text, [.. set.Properties.Select(property => KeyValuePair.Create(property.Name, (string?)property.Value))]));
                break;
            case UnsetTablePropertiesAction unset:
                await DdlRun.ChangeAsync(run, catalog => VirtualTables.ChangeProperties(
                    catalog, Table(run, catalog.Snapshot, alter.Name), unset.Column?.Text, [.. unset.Names.Select(property => KeyValuePair.Create(property, (string?)null))]));
                break;
            case ChangeTableSecurityAction change:
                var masks = await PolicyStatements.BindMasksAsync(run, alter.Name, change.Action);
                await DdlRun.ChangeAsync(run, catalog => PolicyStatements.Apply(catalog, Table(run, catalog.Snapshot, alter.Name), change.Action, masks));
                break;
            case ChangeTableOwnerAction change:
                await DdlRun.ChangeAsync(run, catalog => OwnershipStatements.Change(run.Session, catalog, Table(run, catalog.Snapshot, alter.Name), change.NewOwner));
                break;
            default:
                throw new UnreachableException();
        }
    });

    /// <summary>A definition from the source.</summary>
    public static async Task<RemoteTable> ImportAsync(LiveSource live, Adapters.Abstractions.RemoteObjectName name, CancellationToken cancellationToken)
    {
        using var lease = live.Rent();
        return await live.Source.ImportAsync(name, cancellationToken);
    }

    private static async Task RefreshAsync(StatementRun run, AlterVirtualTableStatement alter)
    {
        var entry = Table(run, run.Session.Snapshot, alter.Name);
        var source = run.Session.Snapshot.Sources.FindExact(entry.Source) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{entry.Source}\" does not exist");
        var imported = await ImportAsync(run.Session.Core.Sources.Get(run.Session.Snapshot, source, run.Session.Identity.Current), entry.RemoteName, run.CancellationToken);
        if (imported.TakesColumns) imported = imported with { Columns = entry.Columns, Keys = entry.Handle.Keys };
        else if (entry.HasExplicitColumns) imported = imported with { Columns = Checked(entry.Columns, imported), Keys = KeysIn(entry.Columns, imported) };
        await DdlRun.ChangeAsync(run, catalog => VirtualTables.Refresh(catalog, Table(run, catalog.Snapshot, alter.Name), imported));
    }

    private static VirtualTableEntry Table(StatementRun run, CatalogSnapshot snapshot, ObjectName name) =>
        DdlNames.OwnRelation(run.Session, snapshot, name) as VirtualTableEntry
        ?? throw new GatewayException(SqlState.WrongObjectType, $"\"{name.Last.Text}\" is not a virtual table") { Position = name.Span.Start };

    // Listed columns are found at the source by name and read as the listed type.
    private static RemoteTable WithColumns(RemoteTable imported, CreateVirtualTableStatement create, StatementBinder binder)
    {
        var columns = create.Columns.Select(column =>
        {
            var listed = TableStatements.ColumnOf(column.Column, binder);
            if (listed.Sequence is not null) throw GatewayException.Unsupported("a serial or identity column of a virtual table", column.Span);
            var remote = (imported.TakesColumns ? new TableColumn(listed.Name, column.RemoteName ?? listed.Name, listed.Type, listed.IsNullable) : Find(imported, column.RemoteName ?? listed.Name)) ?? throw new GatewayException(SqlState.RemoteColumnNotFound, $"the remote object has no column \"{column.RemoteName ?? listed.Name}\"") { Position = column.Span.Start, Hint = ColumnsHint(imported) };
            var properties = VirtualTables.Changed([.. remote.Properties, .. ReadAs(remote, listed.Type)], [.. column.Properties.Select(property => KeyValuePair.Create(property.Name, (string?)property.Value))], isColumn: true);
            return remote with { Name = listed.Name, Type = listed.Type, IsNullable = listed.IsNullable && remote.IsNullable, Properties = properties };
        }).ToEquatableArray();
        return imported with { Columns = columns, Keys = KeysIn(columns, imported) };
    }

    private static string ColumnsHint(RemoteTable imported)
    {
        var shown = string.Join(", ", imported.Columns.Take(ColumnsShown).Select(column => $"\"{column.RemoteName}\""));
        return $"It has the column{(imported.Columns.Count == 1 ? "" : "s")} {shown}{(imported.Columns.Count > ColumnsShown ? " and others" : "")}.";
    }

    private static void RefuseRepeated(CreateVirtualTableStatement create)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (create.Columns.FirstOrDefault(column => !seen.Add(column.Column.Name.Text)) is { } repeated)
            throw new GatewayException(SqlState.DuplicateColumn, $"column \"{repeated.Column.Name.Text}\" specified more than once") { Position = repeated.Span.Start };
    }

    private static IEnumerable<TableProperty> ReadAs(TableColumn remote, SqlType type) => remote.Type == type ? [] : [new TableProperty("read_as", type.ToString(), IsReadOnly: true)];

    private static EquatableArray<TableColumn> Checked(EquatableArray<TableColumn> listed, RemoteTable imported) => listed.Select(column =>
        imported.Columns.Any(remote => remote.RemoteName == column.RemoteName)
            ? column
            : throw new GatewayException(SqlState.RemoteColumnNotFound, $"the remote object no longer has the column \"{column.RemoteName}\"")).ToEquatableArray();

    private static EquatableArray<TableKey> KeysIn(EquatableArray<TableColumn> columns, RemoteTable imported)
    {
        // Two columns that differ in case may read one at the source: either stands for it.
        var ordinals = columns.Select((column, index) => (column.RemoteName, index)).DistinctBy(entry => entry.RemoteName)
            .ToDictionary(entry => entry.RemoteName, entry => entry.index, StringComparer.Ordinal);
        return imported.Keys.Where(key => key.Ordinals.All(ordinal => ordinals.ContainsKey(imported.Columns[ordinal].RemoteName)))
            .Select(key => key with { Ordinals = key.Ordinals.Select(ordinal => ordinals[imported.Columns[ordinal].RemoteName]).ToEquatableArray() }).ToEquatableArray();
    }

    private static TableColumn? Find(RemoteTable imported, string name) =>
        imported.Columns.FirstOrDefault(column => column.RemoteName == name) ?? imported.Columns.FirstOrDefault(column => column.RemoteName.Equals(name, StringComparison.OrdinalIgnoreCase));
}
