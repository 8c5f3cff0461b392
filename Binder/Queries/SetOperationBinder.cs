using System.Diagnostics;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>UNION, INTERSECT, EXCEPT: branches matched by position, each column of the branches' common type.</summary>
internal static class SetOperationBinder
{
    public static PlanNode Bind(Ast.SetOperationBody body, Scope enclosing)
    {
        // A chain of a thousand UNION ALLs leans left: walked in a loop, so that its length is no depth.
        var chain = new Stack<Ast.SetOperationBody>();
        Ast.QueryBody first = body;
        for (; first is Ast.SetOperationBody operation; first = operation.Left) chain.Push(operation);
        var plan = BindBranch(first, enclosing);
        while (chain.TryPop(out var operation)) plan = Combine(operation, plan, BindBranch(operation.Right, enclosing), enclosing.State);
        return plan;
    }

    public static PlanNode BindBranch(Ast.QueryBody body, Scope enclosing) => QueryBinder.BindBody(body, new QueryTail([], null), enclosing, keepsUnknown: true);

    /// <summary>Two bound branches under one operation; a UNION of the same kind takes one branch more instead of nesting.</summary>
    public static PlanNode Combine(Ast.SetOperationBody operation, PlanNode left, PlanNode right, StatementState state)
    {
        RequireSameCount(operation, left, right);
        var types = CommonTypesOf(operation, left, right, state);
        (left, right) = (Coerce(left, types, state), Coerce(right, types, state));
        if (!operation.All) RequireEquality(types, operation);
        var kind = Kind(operation.Operator);
        if (kind == SetOperationKind.Union && left is SetOperationNode { Kind: SetOperationKind.Union } union && union.IsAll == operation.All)
        {
            var widened = union.Columns.Zip(right.Output, (column, added) => column with { IsNullable = column.IsNullable || added.IsNullable });
            return union with { Branches = [.. union.Branches, right], Columns = widened.ToEquatableArray() };
        }

        var columns = left.Output.Select((column, i) => state.NewColumn(column.Name, types[i], IsNullable(kind, column, right.Output[i])));
        return new SetOperationNode(kind, operation.All, [left, right], columns.ToEquatableArray());
    }

    public static void RequireSameCount(Ast.SetOperationBody operation, PlanNode left, PlanNode right)
    {
        if (left.Output.Count == right.Output.Count) return;
        throw new GatewayException(SqlState.SyntaxError, $"each {Name(operation.Operator)} query must have the same number of columns") { Position = FirstItem(operation.Right).Start };
    }

    private static SqlType[] CommonTypesOf(Ast.SetOperationBody operation, PlanNode left, PlanNode right, StatementState state)
    {
        var types = new SqlType[left.Output.Count];
        for (var i = 0; i < types.Length; i++)
        {
            // The literals themselves are unified, so that the digits of '1.50' count where they meet a numeric.
            var values = new[] { LiteralAt(left, i), LiteralAt(right, i) };
            if (Array.TrueForAll(values, value => value.Type.Kind == SqlTypeKind.Unknown)) types[i] = SqlType.Text;
            else state.Coercion.Unify(values, Name(operation.Operator), out types[i], ItemSpan(operation.Right, i).Start);
        }

        return types;
    }

    private static Expression LiteralAt(PlanNode plan, int index) => plan switch
    {
        ProjectNode project => project.Items[index].Expression,
        ValuesNode { Rows: [var row] } => row[index],
        _ => plan.Output[index].ToExpression(),
    };

    private static PlanNode Coerce(PlanNode branch, SqlType[] types, StatementState state)
    {
        var resolved = OutputTypes.ResolveUnknown(branch, (i, value) => state.Coercion.CoerceExactly(value, types[i]));
        return OutputTypes.Cast(resolved, state, (i, value) => state.Coercion.CoerceExactly(value, types[i]));
    }

    private static void RequireEquality(SqlType[] types, Ast.SetOperationBody operation)
    {
        for (var i = 0; i < types.Length; i++) SortKeys.RequireEquality(types[i], ItemSpan(operation.Left, i));
    }

    private static bool IsNullable(SetOperationKind kind, OutputColumn left, OutputColumn right) => kind switch
    {
        SetOperationKind.Union => left.IsNullable || right.IsNullable,
        SetOperationKind.Intersect => left.IsNullable && right.IsNullable,
        _ => left.IsNullable,
    };

    private static SetOperationKind Kind(Ast.SetOperator op) => op switch
    {
        Ast.SetOperator.Union => SetOperationKind.Union,
        Ast.SetOperator.Intersect => SetOperationKind.Intersect,
        Ast.SetOperator.Except => SetOperationKind.Except,
        _ => throw new UnreachableException(),
    };

    private static string Name(Ast.SetOperator op) => Kind(op).ToString().ToUpperInvariant();

    private static TextSpan FirstItem(Ast.QueryBody body) => ItemSpan(body, 0);

    /// <summary>Where column <paramref name="index"/> of a branch is written, as well as that is known.</summary>
    public static TextSpan ItemSpan(Ast.QueryBody body, int index) => body switch
    {
        Ast.SelectBody { Items: var items } when index < items.Count => items[index].Span,
        Ast.ValuesBody { Rows: [var row, ..] } when index < row.Items.Count => row.Items[index].Span,
        Ast.NestedQueryBody nested => ItemSpan(nested.Query.Body, index),
        Ast.SetOperationBody operation => ItemSpan(operation.Left, index),
        _ => body.Span,
    };
}
