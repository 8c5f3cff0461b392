using System.Diagnostics;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Queries;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>Expressions as written become bound expressions; one arm for each form, the larger forms in files of their own.</summary>
internal static class ExpressionBinder
{
    /// <summary>The bound expression; its type is unknown where an untyped literal or parameter has not met its context yet.</summary>
    public static Expression Bind(Ast.SyntaxExpression syntax, Scope scope)
    {
        scope.State.Enter();
        var bound = BindForm(syntax, scope);
        scope.State.Leave();
        return bound;
    }

    /// <summary>A condition: 42804 naming the clause when it is not boolean.</summary>
    public static Expression BindBoolean(Ast.SyntaxExpression syntax, Scope scope, string clause) =>
        scope.State.Coercion.CoerceToBoolean(Bind(syntax, scope), clause, syntax.Span.Start);

    public static List<Expression> BindAll(EquatableArray<Ast.SyntaxExpression> items, Scope scope)
    {
        var bound = new List<Expression>(items.Count);
        foreach (var item in items) bound.Add(Bind(item, scope));
        return bound;
    }

    private static Expression BindForm(Ast.SyntaxExpression syntax, Scope scope) => syntax switch
    {
        Ast.NullLiteral => ConstantExpression.Null(SqlType.Unknown),
        Ast.BooleanLiteral literal => literal.Value ? ConstantExpression.True : ConstantExpression.False,
        Ast.NumberLiteral literal => NumberLiterals.Read(literal.Text),
        Ast.StringLiteral literal => BindString(literal.Value, literal.Span, scope),
        Ast.TypedLiteral { Type: { IntervalFields: not Ast.IntervalFields.All, Name.Last.Text: "interval" } } literal => IntervalLiterals.Bind(literal, scope),
        Ast.TypedLiteral literal => scope.State.Coercion.Coerce(
            BindString(literal.Value, literal.ValueSpan, scope), TypeNames.Resolve(literal.Type), CoercionContext.Explicit, literal.Span.Start),
        Ast.BitStringLiteral literal => throw GatewayException.Unsupported("a bit string", literal.Span),
        Ast.DefaultExpression literal => throw new GatewayException(SqlState.SyntaxError, "DEFAULT is not allowed in this context") { Position = literal.Span.Start },
        Ast.ColumnReference reference => NameResolver.Resolve(reference, scope),
        Ast.NamedParameterReference parameter => NameResolver.Parameter(parameter, scope),
        Ast.ParameterReference parameter => scope.State.Parameters.Refer(parameter.Number),
        Ast.StarExpression { Qualifier: { } qualifier } star => CompositeBinder.WholeRow(qualifier, scope, star.Span),
        Ast.StarExpression or Ast.FieldStarExpression => throw GatewayException.Unsupported("* in this place", syntax.Span),
        Ast.FieldExpression field => CompositeBinder.Field(field, scope),
        Ast.UnaryExpression or Ast.BinaryExpression or Ast.LogicalExpression or Ast.NotExpression or Ast.IsExpression or Ast.IsDistinctExpression
            or Ast.BetweenExpression or Ast.LikeExpression or Ast.InListExpression or Ast.QuantifiedArrayExpression => OperatorForms.Bind(syntax, scope),
        Ast.CastExpression cast => BindCast(cast, scope),
        Ast.CollateExpression collate => BindCollate(collate, scope),
        Ast.CaseExpression @case => CaseBinder.Bind(@case, scope),
        Ast.RowExpression row => CompositeBinder.Row(row, scope),
        Ast.ArrayExpression array => ArrayBinder.Bind(array, scope),
        Ast.SubscriptExpression subscript => ArrayBinder.Bind(subscript, scope),
        Ast.SliceExpression slice => ArrayBinder.Bind(slice, scope),
        Ast.FunctionCall call => CallBinder.Bind(call, scope),
        Ast.GroupingExpression grouping => AggregateBinder.BindGrouping(grouping, scope),
        Ast.SubqueryExpression or Ast.ExistsExpression or Ast.InSubqueryExpression or Ast.ArraySubqueryExpression or Ast.QuantifiedSubqueryExpression =>
            SubqueryBinder.Bind(syntax, scope),
        _ => throw new UnreachableException(),
    };

    // What is wrong with a literal shows when it meets its type, perhaps far away: its own place is kept.
    private static ConstantExpression BindString(string value, TextSpan span, Scope scope)
    {
        var constant = new ConstantExpression(value, SqlType.Unknown);
        scope.State.Positions[constant] = span;
        return constant;
    }

    private static Expression BindCast(Ast.CastExpression cast, Scope scope)
    {
        var type = TypeNames.Resolve(cast.Type);
        if (cast.Operand is Ast.ArrayExpression array && type.Kind == SqlTypeKind.Array) return ArrayBinder.BindAs(array, type, scope);
        
        // PostgreSQL blames the :: itself, which follows its operand; CAST is blamed where it begins.
        var position = cast.Span.Start == cast.Operand.Span.Start ? cast.Operand.Span.End : cast.Span.Start;
        return scope.State.Coercion.Coerce(Bind(cast.Operand, scope), type, CoercionContext.Explicit, position);
    }

    /// <summary>Text orders byte by byte here, so only collations that do the same (and the default one) can be named.</summary>
    private static Expression BindCollate(Ast.CollateExpression collate, Scope scope)
    {
        if (collate.Collation.Last.Text is not ("C" or "POSIX" or "default" or "ucs_basic"))
            throw GatewayException.Unsupported($"collation \"{collate.Collation}\"", collate.Span);
        var operand = Bind(collate.Operand, scope);
        if (operand.Type.IsString) return operand;
        if (operand.Type.Kind == SqlTypeKind.Unknown) return scope.State.Coercion.ResolveUnknown(operand);
        throw new GatewayException(SqlState.DatatypeMismatch, $"collations are not supported by type {TypeCoercion.NameOf(operand.Type)}") { Position = collate.Span.Start };
    }
}
