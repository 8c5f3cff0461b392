using System.Diagnostics;
using FederationGateway.Binder.Access;
using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;

namespace FederationGateway.Binder.Tables;

/// <summary>A name in FROM: a common table, or what the catalog has under it. Views are replaced by their queries.</summary>
internal static class NamedTableBinder
{
    public static BoundTable Bind(Ast.NamedTable named, FromPlace place)
    {
        var table = named.IsParameter ? ScanParameter(named.Name, place.State) ?? throw UndefinedParameter(named) : BindName(named.Name, place);
        return TableAliases.Apply(SampleBinder.Apply(table, named.Sample, place.Query), named.Alias);
    }

    /// <summary>A scan of a table, under its own name.</summary>
    public static BoundTable Scan(RelationEntry table, StatementState state) => table switch
    {
        LocalTableEntry local => Scan(local.Handle, PathOf(local), state),
        VirtualTableEntry remote => Scan(remote.PlanningHandle, PathOf(remote), state),
        _ => throw new GatewayException(SqlState.WrongObjectType, $"\"{table.Name}\" is not a table"),
    };

    /// <summary>A scan of all columns of a table, under its own name.</summary>
    public static BoundTable Scan(TableHandle table, EquatableArray<string> path, StatementState state, bool withRowId = false)
    {
        var columns = new List<ScanColumn>();
        if (withRowId) columns.Add(new ScanColumn(state.NewColumn(RowId.Name, RowId.Type, false), RowId.Ordinal));
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = table.Columns[i];
            columns.Add(new ScanColumn(state.NewColumn(column.Name, column.Type, column.IsNullable), i));
        }

        var visible = columns.Where(column => column.Ordinal != RowId.Ordinal).Select(column => ScopeColumn.Of(column.Column)).ToEquatableArray();
        return new BoundTable(new ScanNode(table, columns.ToEquatableArray()), [new ScopeRelation(path, visible) { Table = table }]);
    }

    private static BoundTable BindName(Ast.ObjectName name, FromPlace place)
    {
        if (name.Parts.Count == 1 && CommonTableScope.Find(place.Query.CommonTables, name.Last.Text) is { } common)
            return ScanCommonTable(common, name, place.State);
        if (name.Parts.Count == 1 && ScanParameter(name, place.State) is { } parameter) return parameter;
        var relation = place.Query.Catalog.Find(name);
        var table = BindRelation(relation, name, place);
        if (relation is not (null or ViewEntry))
        {
            table = SecuredTable.Apply(relation, table, place);
            place.State.Access.Read(relation, table.Plan);
        }

        if (place.Query.Catalog.BindingOf(name) is { } binding) return ColumnsOfThen.Apply(table, binding, place.State);
        if (!place.State.Views.IsEmpty || place.State.Names is not { } names) return table;
        names.Add(BindingOf(name, relation, table));
        if (name.Parts.Count == 1 && relation is not (null or SystemViewEntry)) place.State.NamePlaces.Add((name.Span, relation.Oid));
        return table;
    }

    private static BoundTable BindRelation(RelationEntry? relation, Ast.ObjectName name, FromPlace place) =>
        relation switch
        {
            LocalTableEntry table => Scan(table.Handle, PathOf(table), place.State),
            VirtualTableEntry table => Scan(table.PlanningHandle, name.Parts.Count == 3 ? name.Parts.Select(part => part.Text).ToEquatableArray() : PathOf(table), place.State),
            SequenceEntry sequence => Scan(sequence.Handle, PathOf(sequence), place.State),
            SystemViewEntry view => Scan(view.Handle, PathOf(view), place.State),
            ViewEntry view => ViewBinder.Bind(view, place),
            null when IsDummy(name) => Dummy(place.State),
            null => throw Undefined(name),
            _ => throw new UnreachableException(),
        };

    private static NameBinding BindingOf(Ast.ObjectName name, RelationEntry? relation, BoundTable table) => new(
        name.Parts.Select(part => part.Text).ToEquatableArray(), relation?.Oid ?? 0,
        table.Relations[0].Columns.Select(column => new BoundColumn(column.Name, column.Type)).ToEquatableArray());

    private static EquatableArray<string> PathOf(RelationEntry relation) => [relation.Schema, relation.Name];

    private static BoundTable ScanCommonTable(CommonTableScope common, Ast.ObjectName name, StatementState state)
    {
        if (common.IsForward) throw new ForwardReferenceException();
        if (common.Recursion is { } recursion)
        {
            if (recursion.Forbidden is { } reason) throw new GatewayException(SqlState.InvalidRecursion, reason) { Position = name.Span.Start };
            if (++recursion.References > 1)
                throw new GatewayException(SqlState.InvalidRecursion, $"recursive reference to query \"{common.Name}\" must not appear more than once") { Position = name.Span.Start };
        }

        var columns = common.Columns.Select(column => state.NewColumn(column.Name, column.Type, column.IsNullable)).ToEquatableArray();
        state.UsedCommonTables.Add(common.CteId);
        var visible = common.View?.Invoke(columns) ?? columns.Take(columns.Count - common.HiddenColumns).Select(ScopeColumn.Of);
        return new BoundTable(new CteScanNode(common.CteId, common.Name, columns), [new ScopeRelation([common.Name], visible.ToEquatableArray())]);
    }

    // HANA's table of one row, for statements that need a FROM.
    private static bool IsDummy(Ast.ObjectName name) =>
        string.Equals(name.Last.Text, "DUMMY", StringComparison.OrdinalIgnoreCase)
        && (name.Schema is null || string.Equals(name.Schema.Text, "SYS", StringComparison.OrdinalIgnoreCase));

    private static BoundTable Dummy(StatementState state) =>
        BoundTable.Of(new ValuesNode([state.NewColumn("DUMMY", SqlType.VarChar(1), false)], [[new ConstantExpression("X", SqlType.VarChar(1))]]), ["DUMMY"]);

    // Nobody needs a right to the rows that a procedure was given. Views and policies are not its text.
    private static BoundTable? ScanParameter(Ast.ObjectName name, StatementState state) => state is { Views.IsEmpty: true, Context.Named: { Table: { } table } named } && named.IsTable(name.Last.Text)
        ? Scan(table, [named.TableName!], state)
        : null;

    private static GatewayException UndefinedParameter(Ast.NamedTable named) =>
        new(SqlState.UndefinedTable, $"table parameter \"{named.Name}\" does not exist") { Position = named.Span.Start };

    private static GatewayException Undefined(Ast.ObjectName name) =>
        new(SqlState.UndefinedTable, $"relation \"{name}\" does not exist") { Position = name.Span.Start };
}
