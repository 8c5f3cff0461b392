using FederationGateway.Binder.Coercion;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>The type a call gives: the declared one, or for numerics as many digits as the arguments promise.</summary>
internal static class ResultTypes
{
    private const int EpochDigits = 20;

    public static SqlType Of(FunctionDefinition definition, PolymorphicTypes types, Expression[] arguments, bool isWide)
    {
        var argument = arguments.Length > 0 ? arguments[0].Type : SqlType.Unknown;
        if (definition.Returns.Polymorphism == Polymorphism.None && definition.Returns.Kind == SqlTypeKind.Numeric) return OfNumeric(definition, arguments, isWide);
        return types.Apply(definition.Returns, argument);
    }

    private static SqlType OfNumeric(FunctionDefinition definition, Expression[] arguments, bool isWide)
    {
        switch (definition.Signature)
        {
            case "sum(int8)": return SqlType.Numeric(SqlType.MaxDecimalPrecision, 0);
            // Fields of infinite moments are infinite.
            case "extract(text,date)" or "extract(text,timestamp)" or "extract(text,timestamptz)" when isWide: return SqlType.UnconstrainedNumeric;
            case "extract(text,date)":
                // A date has no fractions of a second.
                return OfField(arguments[0]) is { IsDecimal: true, Scale: > 0 } field ? SqlType.Numeric(field.Length, 0) : OfField(arguments[0]);
            case "extract(text,timestamp)" or "extract(text,timestamptz)" or "extract(text,time)" or "extract(text,timetz)" or "extract(text,interval)":
                return OfField(arguments[0]);
        }

        if (arguments.Length == 0 || !arguments[0].Type.IsDecimal) return SqlType.UnconstrainedNumeric;
        var type = arguments[0].Type;
        return definition.Signature switch
        {
            "abs(numeric)" or "min(numeric)" or "max(numeric)" or "+(numeric)" => type,
            // Values that use all digits add up to more.
            "sum(numeric)" => isWide || type.Length == SqlType.MaxDecimalPrecision ? SqlType.UnconstrainedNumeric : SqlType.Numeric(SqlType.MaxDecimalPrecision, type.Scale),
            "floor(numeric)" or "ceil(numeric)" or "ceiling(numeric)" or "round(numeric)" or "trunc(numeric)" => Rescale(type, 0),
            "sign(numeric)" => SqlType.Numeric(1, 0),
            "round(numeric,int4)" or "trunc(numeric,int4)" when arguments[1] is ConstantExpression { Value: int scale } => Rescale(type, Math.Max(0, scale)),
            _ => SqlType.UnconstrainedNumeric,
        };
    }

    private static SqlType Rescale(SqlType type, int scale)
    {
        var precision = type.Length - type.Scale + 1 + scale;
        return precision <= SqlType.MaxDecimalPrecision ? SqlType.Numeric(precision, scale) : SqlType.UnconstrainedNumeric;
    }

    private static SqlType OfField(Expression field) => (field as ConstantExpression)?.Value is string name
        ? name.ToLowerInvariant() switch
        {
            "epoch" => SqlType.Numeric(EpochDigits, 6),
            "second" or "seconds" => SqlType.Numeric(8, 6),
            "millisecond" or "milliseconds" => SqlType.Numeric(8, 3),
            "julian" => SqlType.UnconstrainedNumeric,
            _ => SqlType.Numeric(10, 0),
        }
        : SqlType.UnconstrainedNumeric;
}
