using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>The wire's parameter values as constants: the representations are the same but for intervals.</summary>
internal static class ParameterConstants
{
    public static EquatableArray<ConstantExpression> Of(IReadOnlyList<SqlType> types, IReadOnlyList<object?> values) =>
        values.Select((value, index) => new ConstantExpression(Convert(value), types[index])).ToEquatableArray();

    private static object? Convert(object? value) => value switch
    {
        MonthDayNanosecondInterval interval => new SqlInterval(interval.Months, interval.Days, interval.Microseconds),
        object?[] items => items.Select(Convert).ToArray(),
        _ => value,
    };
}
