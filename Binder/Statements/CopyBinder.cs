using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Tables;
using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>The rows COPY … TO writes.</summary>
internal static class CopyBinder
{
    public static PlanNode Bind(Ast.CopyStatement copy, Scope root) => copy switch
    {
        { Source: Ast.QueryStatement query } => QueryBinder.Bind(query, root),
        { Source: { } other } => throw GatewayException.Unsupported("COPY of a data-changing statement", other.Span),
        { Table: { } name } => BindTable(name, copy.Columns, root),
        _ => throw new GatewayException(SqlState.SyntaxError, "COPY needs a table or a query") { Position = copy.Span.Start },
    };

    private static PlanNode BindTable(Ast.ObjectName name, EquatableArray<Ast.Identifier> columns, Scope root)
    {
        if (root.Catalog.Require(name) is ViewEntry view)
        {
            throw new GatewayException(SqlState.WrongObjectType, $"cannot copy from view \"{view.Name}\"")
            {
                Position = name.Span.Start,
                Hint = "Try the COPY (SELECT ...) TO variant.",
            };
        }

        var scope = new Scope(root);
        var plan = FromBinder.Bind([new Ast.NamedTable(name, false, null, null, name.Span)], scope);
        if (columns.IsEmpty) return plan;
        return Projection.Of(plan, columns.Select(column => Item(column, name, scope)), root.State);
    }

    private static TargetItem Item(Ast.Identifier column, Ast.ObjectName table, Scope scope)
    {
        var found = NameResolver.FindOwn(column, scope)
            ?? throw new GatewayException(SqlState.UndefinedColumn, $"column \"{column}\" of relation \"{table.Last}\" does not exist") { Position = column.Span.Start };
        return new TargetItem(found.Name, found.Value);
    }
}
