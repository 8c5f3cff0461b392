using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Coercion;

/// <summary>
/// Gives expressions the types their places ask for: constants of unknown type are read as values, parameters of unknown type take the type,
/// anything else is wrapped in a <see cref="CastExpression"/>. One object serves one statement.
/// </summary>
/// <param name="settings">How text becomes a value in this session.</param>
/// <param name="typeParameter">Is told the type found for a parameter of unknown type and returns the expression for it (the type may be given otherwise by now).</param>
/// <param name="positionOf">Where a literal was written, when that is known: a better place for its error than the operator around it.</param>
public sealed class TypeCoercion(InputSettings settings, Func<int, SqlType, Expression> typeParameter, Func<Expression, int?>? positionOf = null)
{
    /// <summary>Others while the query of a view is bound: its literals were read when it was made.</summary>
    public InputSettings Settings { get; set; } = settings;

    /// <summary>See <see cref="BindingContext.WideNumerics"/>.</summary>
    public bool WideNumerics { get; init; }

    public static bool CanCoerce(SqlType from, SqlType to, CoercionContext context = CoercionContext.Implicit) => CastTable.Allows(from, to, context);

    /// <summary>
    /// The expression as a value of <paramref name="target"/>; 42846 when there is no such conversion, the input errors of the type for constants.
    /// Where unconstrained numeric is asked for, a decimal stays the decimal it is and an integer becomes the decimal that holds it: places that need exactly the
    /// type, because the values of several expressions meet or are stored, use <see cref="CoerceExactly"/>.
    /// </summary>
    public Expression Coerce(Expression expression, SqlType target, CoercionContext context = CoercionContext.Implicit, int? position = null)
    {
        var from = expression.Type;
        if (from == target) return expression;
        if (from.Kind == SqlTypeKind.Unknown) return CoerceUnknown(expression, target, context, position);
        if (!CastTable.Allows(from, target, context))
            throw new GatewayException(SqlState.CannotCoerce, $"cannot cast type {NameOf(from)} to {NameOf(target)}") { Position = position };
        if (expression is RowExpression && target.Kind == SqlTypeKind.Record) return expression;
        if (target.IsUnconstrainedNumeric && expression is not ConstantExpression) target = NumericTyping.Of(from);
        if (from == target) return expression;
        return ConstantCasts.TryCast(expression, target) is { } constant ? constant : new CastExpression(expression, target, context == CoercionContext.Explicit);
    }

    /// <summary>As <see cref="Coerce"/>, and the type of the result is <paramref name="target"/> in every detail.</summary>
    public Expression CoerceExactly(Expression expression, SqlType target, CoercionContext context = CoercionContext.Implicit, int? position = null)
    {
        var coerced = Coerce(expression, target, context, position);
        if (coerced.Type == target) return coerced;
        return coerced is ConstantExpression constant ? constant with { ConstantType = target } : new CastExpression(coerced, target);
    }

    /// <summary>As <see cref="Coerce"/> to boolean: 42804 naming the clause otherwise.</summary>
    public Expression CoerceToBoolean(Expression expression, string clause, int? position = null)
    {
        if (expression.Type.Kind is SqlTypeKind.Boolean or SqlTypeKind.Unknown) return Coerce(expression, SqlType.Boolean, CoercionContext.Implicit, position);
        throw new GatewayException(SqlState.DatatypeMismatch, $"argument of {clause} must be type boolean, not type {NameOf(expression.Type)}") { Position = position };
    }

    /// <summary>As <see cref="CoerceExactly"/> in an assignment to a column: 42804 naming it otherwise.</summary>
    public Expression CoerceToColumn(Expression expression, SqlType target, string columnName, int? position = null)
    {
        if (CastTable.Allows(expression.Type, target, CoercionContext.Assignment)) return CoerceExactly(expression, target, CoercionContext.Assignment, position);
        throw new GatewayException(SqlState.DatatypeMismatch, $"column \"{columnName}\" is of type {NameOf(target)} but expression is of type {NameOf(expression.Type)}")
        {
            Position = position,
            Hint = "You will need to rewrite or cast the expression.",
        };
    }

    /// <summary>What is still of unknown type when nothing asks for another becomes text, as in the select list of a finished query.</summary>
    public Expression ResolveUnknown(Expression expression) => expression switch
    {
        { Type.Kind: SqlTypeKind.Unknown } => Coerce(expression, SqlType.Text),
        RowExpression row when row.Items.Any(item => item.Type.Kind == SqlTypeKind.Unknown) => row with { Items = row.Items.Select(ResolveUnknown).ToEquatableArray() },
        _ => expression,
    };

    /// <summary>All expressions as values of their common type, exactly. See <see cref="CommonTypes.Find"/>.</summary>
    public EquatableArray<Expression> Unify(IReadOnlyList<Expression> expressions, string construct, out SqlType type, int? position = null, IReadOnlyList<int>? positions = null)
    {
        var kind = CommonTypes.Find(expressions.Select(expression => expression.Type), construct, position, positions);

        // Only when they are read are the digits of constants known that were of unknown type.
        var unknown = kind.Kind == SqlTypeKind.Numeric ? SqlType.UnconstrainedNumeric : kind;
        var coerced = expressions.Select(expression => Coerce(expression, expression.Type.Kind == SqlTypeKind.Unknown ? unknown : kind, CoercionContext.Implicit, position)).ToArray();
        var common = kind.Kind == SqlTypeKind.Numeric ? coerced.Select(item => item.Type).Aggregate(NumericTyping.Common) : kind;
        type = common;
        return coerced.Select(item => CoerceExactly(item, common, CoercionContext.Implicit, position)).ToEquatableArray();
    }

    /// <summary>The array of the expressions' common type: <c>ARRAY[…]</c>.</summary>
    public ArrayExpression ToArray(IReadOnlyList<Expression> expressions, int? position = null)
    {
        var items = Unify(expressions, "ARRAY", out var type, position);
        var element = new SqlType(type.Kind);
        if (type.Kind == SqlTypeKind.Array) throw GatewayException.Unsupported("an array of arrays");
        return new ArrayExpression(items.Select(item => CoerceExactly(item, element)).ToEquatableArray(), SqlType.ArrayOf(type.Kind));
    }

    /// <summary>A type as messages name it: PostgreSQL leaves modifiers out.</summary>
    public static string NameOf(SqlType type) => type.Kind == SqlTypeKind.Array ? SqlTypeNames.Of(type.Element) + "[]" : SqlTypeNames.Of(type.Kind);

    private Expression CoerceUnknown(Expression expression, SqlType target, CoercionContext context, int? position)
    {
        switch (expression)
        {
            case ConstantExpression { Value: null }: return ConstantExpression.Null(target);
            case ConstantExpression { Value: string text }: return Read(text, target, context, positionOf?.Invoke(expression) ?? position);
            case ParameterExpression parameter:
                // A parameter has no modifiers: numeric(10,2) asked of it is a cast of a numeric.
                var typed = typeParameter(parameter.Number, WithoutModifiers(target));
                return typed.Type.Kind == SqlTypeKind.Unknown ? typed : Coerce(typed, target, context, position);
            default: return new CastExpression(expression, target, context == CoercionContext.Explicit);
        }
    }

    private Expression Read(string text, SqlType target, CoercionContext context, int? position)
    {
        try
        {
            // Written out, '…'::varchar(3) cuts; stored, it does not.
            var isCut = target.Kind is SqlTypeKind.VarChar or SqlTypeKind.BpChar && target.Length > 0 && context == CoercionContext.Explicit;
            if (isCut) return new ConstantExpression(Common.Values.StringLimits.Apply(text, target, isExplicit: true), target);
            return LiteralParser.Parse(text, target, Settings) is { } constant
                ? constant
                : new CastExpression(new ConstantExpression(text, SqlType.Text), target, context == CoercionContext.Explicit);
        }
        catch (GatewayException e) when (e.Position is null && position is not null)
        {
            throw new GatewayException(e.State, e.Message, e) { Position = position, Detail = e.Detail, Hint = e.Hint };
        }
    }

    private static SqlType WithoutModifiers(SqlType type) => type.Kind == SqlTypeKind.Array ? SqlType.ArrayOf(type.Element) : new SqlType(type.Kind);
}
