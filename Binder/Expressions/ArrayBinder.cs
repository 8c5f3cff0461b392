using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>ARRAY[…], subscripts and slices.</summary>
internal static class ArrayBinder
{
    private const int NameBytes = 64;

    public static ArrayExpression Bind(Ast.ArrayExpression array, Scope scope)
    {
        if (array.Items.IsEmpty)
        {
            throw new GatewayException(SqlState.IndeterminateDatatype, "cannot determine type of empty array")
            {
                Position = array.Span.Start,
                Hint = "Explicitly cast to the desired type, for example ARRAY[]::integer[].",
            };
        }

        return scope.State.Coercion.ToArray(Items(array, scope), array.Span.Start);
    }

    /// <summary>With a cast around, the items take the array's type at once.</summary>
    public static ArrayExpression BindAs(Ast.ArrayExpression array, SqlType type, Scope scope)
    {
        var items = Items(array, scope).Select((item, i) => scope.State.Coercion.CoerceExactly(item, type.ElementType, CoercionContext.Explicit, array.Items[i].Span.Start));
        return new ArrayExpression(items.ToEquatableArray(), type);
    }

    public static Expression Bind(Ast.SubscriptExpression subscript, Scope scope)
    {
        var (operand, index) = (ExpressionBinder.Bind(subscript.Operand, scope), Index(subscript.Index, scope)!);
        return operand.Type.Kind == SqlTypeKind.Name
            ? Character(operand, index, scope)
            : new SubscriptExpression(AsArray(operand, subscript.Operand), VectorSubscripts.OfArray(operand, index, scope)!);
    }

    public static Expression Bind(Ast.SliceExpression slice, Scope scope)
    {
        var operand = Operand(slice.Operand, scope);
        return new SliceExpression(operand, VectorSubscripts.OfArray(operand, Index(slice.Lower, scope), scope), VectorSubscripts.OfArray(operand, Index(slice.Upper, scope), scope));
    }

    private static List<Expression> Items(Ast.ArrayExpression array, Scope scope)
    {
        if (array.Items.FirstOrDefault(item => item is Ast.ArrayExpression) is { } nested) throw GatewayException.Unsupported("an array of arrays", nested.Span);
        return ExpressionBinder.BindAll(array.Items, scope);
    }

    // A name is its characters, from 0, to subscripts.
    private static CaseExpression Character(Expression name, Expression index, Scope scope)
    {
        var place = scope.State.Operators.Bind("+", index, new ConstantExpression(1, SqlType.Int4));
        var inside = new LogicalExpression(LogicalOperator.And,
        [
            scope.State.Operators.Bind(">", place, new ConstantExpression(0, SqlType.Int4)),
            scope.State.Operators.Bind("<=", place, new ConstantExpression(NameBytes, SqlType.Int4)),
        ]);
        var text = scope.State.Coercion.Coerce(name, SqlType.Text, CoercionContext.Implicit);
        var character = scope.State.Functions.Call("substr", [text, place, new ConstantExpression(1, SqlType.Int4)]);
        return new CaseExpression([new CaseBranch(inside, scope.State.Coercion.Coerce(character, SqlType.InternalChar, CoercionContext.Assignment))], Else: null, SqlType.InternalChar);
    }

    private static Expression Operand(Ast.SyntaxExpression syntax, Scope scope) => AsArray(ExpressionBinder.Bind(syntax, scope), syntax);

    private static Expression AsArray(Expression operand, Ast.SyntaxExpression syntax)
    {
        if (operand.Type.Kind == SqlTypeKind.Array) return operand;
        throw new GatewayException(SqlState.DatatypeMismatch, $"cannot subscript type {TypeCoercion.NameOf(operand.Type)} because it does not support subscripting")
        {
            Position = syntax.Span.Start,
        };
    }

    private static Expression? Index(Ast.SyntaxExpression? syntax, Scope scope)
    {
        if (syntax is null) return null;
        var index = ExpressionBinder.Bind(syntax, scope);
        if (!TypeCoercion.CanCoerce(index.Type, SqlType.Int4, CoercionContext.Assignment))
            throw new GatewayException(SqlState.DatatypeMismatch, "array subscript must have type integer") { Position = syntax.Span.Start };
        return scope.State.Coercion.Coerce(index, SqlType.Int4, CoercionContext.Assignment, syntax.Span.Start);
    }
}
