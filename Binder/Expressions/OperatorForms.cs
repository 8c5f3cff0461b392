using System.Diagnostics;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>Operators and the predicates that are written like operators.</summary>
internal static class OperatorForms
{
    public static Expression Bind(Ast.SyntaxExpression syntax, Scope scope) => syntax switch
    {
        Ast.UnaryExpression unary => Bind(unary, scope),
        Ast.BinaryExpression binary => Bind(binary, scope),
        Ast.LogicalExpression logical => Bind(logical, scope),
        Ast.NotExpression not => new NotExpression(ExpressionBinder.BindBoolean(not.Operand, scope, "NOT")),
        Ast.IsExpression test => Bind(test, scope),
        Ast.IsDistinctExpression distinct => scope.State.Operators.Compare(
            distinct.Negated ? ComparisonOperator.IsNotDistinctFrom : ComparisonOperator.IsDistinctFrom,
            ExpressionBinder.Bind(distinct.Left, scope), ExpressionBinder.Bind(distinct.Right, scope), distinct.Span.Start),
        Ast.BetweenExpression between => Bind(between, scope),
        Ast.LikeExpression like => Bind(like, scope),
        Ast.InListExpression list => Bind(list, scope),
        Ast.QuantifiedArrayExpression quantified => scope.State.Operators.BindQuantifiedArray(
            ExpressionBinder.Bind(quantified.Left, scope), quantified.Operator.Symbol, QuantifierOf(quantified.Quantifier), ExpressionBinder.Bind(quantified.Array, scope),
            quantified.Operator.Span.Start),
        _ => throw new UnreachableException(),
    };

    public static Quantifier QuantifierOf(Ast.Quantifier quantifier) => quantifier == Ast.Quantifier.Any ? Quantifier.Any : Quantifier.All;

    private static Expression Bind(Ast.UnaryExpression unary, Scope scope)
    {
        // The most negative integer only exists together with its sign.
        if (unary is { Operator.Symbol: "-", Operand: Ast.NumberLiteral number }) return Coercion.NumberLiterals.Read("-" + number.Text);
        return scope.State.Operators.BindPrefix(unary.Operator.Symbol, ExpressionBinder.Bind(unary.Operand, scope), unary.Operator.Span.Start);
    }

    private static Expression Bind(Ast.BinaryExpression binary, Scope scope)
    {
        var left = ExpressionBinder.Bind(binary.Left, scope);
        var right = left is RowExpression row && binary.Right is Ast.SubqueryExpression subquery
            ? SubqueryBinder.BindRow(subquery.Query, row.Items.Count, scope, subquery.Span)
            : ExpressionBinder.Bind(binary.Right, scope);
        return scope.State.Operators.Bind(binary.Operator.Symbol, left, right, binary.Operator.Span.Start);
    }

    private static LogicalExpression Bind(Ast.LogicalExpression logical, Scope scope)
    {
        var isAnd = logical.Operator == Ast.LogicalOperator.And;
        var operands = new Expression[logical.Operands.Count];
        for (var i = 0; i < operands.Length; i++) operands[i] = ExpressionBinder.BindBoolean(logical.Operands[i], scope, isAnd ? "AND" : "OR");
        return new LogicalExpression(isAnd ? LogicalOperator.And : LogicalOperator.Or, operands.ToEquatableArray());
    }

    private static Expression Bind(Ast.IsExpression test, Scope scope)
    {
        var operand = ExpressionBinder.Bind(test.Operand, scope);
        if (test.Test is Ast.IsTest.True or Ast.IsTest.False)
        {
            var clause = $"IS {(test.Negated ? "NOT " : "")}{(test.Test == Ast.IsTest.True ? "TRUE" : "FALSE")}";
            return new IsBooleanExpression(scope.State.Coercion.CoerceToBoolean(operand, clause, test.Operand.Span.Start), test.Test == Ast.IsTest.True, test.Negated);
        }

        if (test.Test == Ast.IsTest.Unknown)
            return new IsNullExpression(scope.State.Coercion.CoerceToBoolean(operand, $"IS {(test.Negated ? "NOT " : "")}UNKNOWN", test.Operand.Span.Start), test.Negated);
        if (operand is ParameterExpression { Type.Kind: SqlTypeKind.Unknown } parameter) throw ParameterTypes.Undetermined(parameter.Number, test.Operand.Span.Start);

        // A row is null when all its fields are, and not null when none is.
        if (operand is RowExpression row)
            return ExpressionWalk.And(row.Items.Select(item => (Expression)new IsNullExpression(scope.State.Coercion.ResolveUnknown(item), test.Negated)).ToList());
        return new IsNullExpression(scope.State.Coercion.ResolveUnknown(operand), test.Negated);
    }

    private static LogicalExpression Bind(Ast.BetweenExpression between, Scope scope)
    {
        var operand = ExpressionBinder.Bind(between.Operand, scope);
        var low = ExpressionBinder.Bind(between.Low, scope);
        var high = ExpressionBinder.Bind(between.High, scope);
        var range = Range(operand, low, high);
        if (!between.Symmetric) return range;
        return new LogicalExpression(between.Negated ? LogicalOperator.And : LogicalOperator.Or, [range, Range(operand, high, low)]);

        LogicalExpression Range(Expression value, Expression from, Expression to) => between.Negated
            ? new LogicalExpression(LogicalOperator.Or, [Compare("<", value, from), Compare(">", value, to)])
            : new LogicalExpression(LogicalOperator.And, [Compare(">=", value, from), Compare("<=", value, to)]);

        Expression Compare(string symbol, Expression left, Expression right) => scope.State.Operators.Bind(symbol, left, right, between.Span.Start);
    }

    private static Expression Bind(Ast.LikeExpression like, Scope scope)
    {
        var value = ExpressionBinder.Bind(like.Operand, scope);
        var pattern = ExpressionBinder.Bind(like.Pattern, scope);
        var escape = like.Escape is null ? null : ExpressionBinder.Bind(like.Escape, scope);
        var operators = scope.State.Operators;
        return like.Kind == Ast.LikeKind.SimilarTo
            ? operators.BindSimilar(value, pattern, escape, like.Negated, like.Span.Start)
            : operators.BindLike(value, pattern, escape, like.Kind == Ast.LikeKind.ILike, like.Negated, like.Span.Start);
    }

    private static Expression Bind(Ast.InListExpression list, Scope scope)
    {
        var value = ExpressionBinder.Bind(list.Operand, scope);
        return scope.State.Operators.BindInList(value, ExpressionBinder.BindAll(list.Items, scope), list.Negated, item => HasOwnColumns(item, scope), list.Span.Start);
    }

    private static bool HasOwnColumns(Expression expression, Scope scope) =>
        expression.Columns().Any(column => !scope.State.Origins.TryGetValue(column.Id, out var origin) || origin.Scope == scope);
}
