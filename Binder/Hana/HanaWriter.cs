using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Hana;

/// <summary>Makes PostgreSQL's expressions out of bound arguments: what SAP HANA's spellings are said in.</summary>
internal sealed class HanaWriter(string name, Scope scope, TextSpan span)
{
    public string Name => name;

    public TextSpan Span => span;

    public Expression Call(string function, params ReadOnlySpan<Expression> arguments) => scope.State.Functions.Call(function, arguments.ToArray(), span.Start);

    public Expression Operator(string symbol, Expression left, Expression right) => scope.State.Operators.Bind(symbol, left, right, span.Start);

    public Expression Cast(Expression value, SqlType type) => scope.State.Coercion.CoerceExactly(value, type, CoercionContext.Explicit, span.Start);

    public Expression Resolve(Expression value) => scope.State.Coercion.ResolveUnknown(value);

    /// <summary>A date or a moment: text is read as a timestamp, as HANA converts it.</summary>
    public Expression Moment(Expression value) => IsText(value) ? Cast(value, SqlType.Timestamp) : value;

    public Expression Timestamp(Expression value) => value.Type.Kind == SqlTypeKind.Timestamp ? value : Cast(value, SqlType.Timestamp);

    public Expression Date(Expression value) => value.Type.Kind == SqlTypeKind.Date ? value : Cast(value, SqlType.Date);

    /// <summary>A part of a date or an interval as an integer.</summary>
    public Expression Part(string field, Expression value) => Cast(Call("extract", Text(field), value), SqlType.Int4);

    /// <summary>CASE over whole results of one type.</summary>
    public Expression Case(EquatableArray<(Expression Condition, Expression Result)> branches, Expression? otherwise)
    {
        var results = scope.State.Coercion.Unify([otherwise ?? ConstantExpression.Null(SqlType.Unknown), .. branches.Select(branch => branch.Result)], name.ToUpperInvariant(), out var type, span.Start);
        return new CaseExpression(branches.Select((branch, i) => new CaseBranch(branch.Condition, results[i + 1])).ToEquatableArray(), otherwise is null ? null : results[0], type);
    }

    /// <summary>A value the expression will hold more than once: it must say the same each time.</summary>
    public Expression Repeated(Expression value)
    {
        var resolved = Resolve(value);
        var isVolatile = resolved.SelfAndDescendants().Any(part => part is CallExpression { Function.Volatility: Volatility.Volatile });
        return isVolatile ? throw GatewayException.Unsupported($"{name} of an expression that changes at each evaluation", span) : resolved;
    }

    public static ConstantExpression Number(int value) => new ConstantExpression(value, SqlType.Int4);

    public static ConstantExpression Text(string value) => new ConstantExpression(value, SqlType.Text);

    public static bool IsText(Expression value) => value.Type.IsString || value.Type.Kind == SqlTypeKind.Unknown;
}
