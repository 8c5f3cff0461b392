using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>Constants for functions that return rows: few enough rows, and every document and array there is to take apart.</summary>
internal static class SetArguments
{
    private static readonly object[] Bounds = [1, 5, 2];
    private static readonly string[] Texts = ["a,b,,c", ",", ""];
    private static readonly SqlInterval Step = new(0, 0, 12 * 3_600_000_000L);

    public static IEnumerable<IReadOnlyList<Expression>> Of(FunctionDefinition definition)
    {
        var lists = definition.Parameters.Select(ValuesOf).ToList();
        if (lists.Contains(null)) yield break;
        for (var i = 0; i < lists.Select(list => list!.Count).DefaultIfEmpty(0).Max(); i++)
        {
            var number = i;
            yield return [.. lists.Select(list => list![number % list.Count])];
        }
    }

    private static IReadOnlyList<Expression>? ValuesOf(ParameterType parameter, int position)
    {
        var type = parameter.IsPolymorphic ? SqlType.ArrayOf(SqlTypeKind.Int4) : parameter.Type;
        ConstantExpression One(object value) => new(value, type);
        return type.Kind switch
        {
            SqlTypeKind.Int4 => [One(Bounds[position])],
            SqlTypeKind.Int8 => [One((long)(int)Bounds[position])],
            SqlTypeKind.Numeric => [new ConstantExpression(Bounds[position].ToString(), SqlType.Numeric(4, 0))],
            SqlTypeKind.Text => [One(Texts[position])],
            SqlTypeKind.Interval => [One(Step)],
            SqlTypeKind.Timestamp => [One(position * 3 * 86_400_000_000L)],
            SqlTypeKind.Array or SqlTypeKind.Json or SqlTypeKind.JsonB => NastyValues.Of(type)?.Select(One).ToList(),
            _ => null,
        };
    }
}
