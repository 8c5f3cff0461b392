using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>smallint, integer and bigint as one kind of number: a comparison of two widths casts the narrower side, which no key or index of it helps.</summary>
public static class IntegerWidths
{
    /// <summary>The integer below casts to wider ones, which change no value; the expression itself when there are none.</summary>
    public static Expression WithoutWidening(Expression expression) =>
        expression is CastExpression { Operand: { Type.IsInteger: true } operand, TargetType: { IsInteger: true } target } && RangeOf(operand.Type).Most <= RangeOf(target).Most
            ? WithoutWidening(operand)
            : expression;

    public static (long Least, long Most) RangeOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Int2 => (short.MinValue, short.MaxValue),
        SqlTypeKind.Int4 => (int.MinValue, int.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    /// <summary>The number in a constant of any width.</summary>
    public static long Value(object value) => value switch { short narrow => narrow, int integer => integer, _ => (long)value };

    /// <summary>The number as a constant of that width, which can hold it.</summary>
    public static object Of(long value, SqlType type) => type.Kind switch { SqlTypeKind.Int2 => (short)value, SqlTypeKind.Int4 => (int)value, _ => value };
}
