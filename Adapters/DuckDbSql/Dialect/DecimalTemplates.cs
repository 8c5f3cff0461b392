using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>The numeric functions the engine computes exactly on decimals, when argument and result are decimals.</summary>
internal static class DecimalTemplates
{
    public static string? Find(CallExpression call)
    {
        if (!call.ResultType.IsDecimal || call.Arguments.IsEmpty || !call.Arguments[0].Type.IsDecimal) return null;
        var scale = call.ResultType.Scale;
        return call.Function.Signature switch
        {
            "abs(numeric)" or "@(numeric)" => Cast("abs({0})", call),
            "floor(numeric)" => Cast("floor({0})", call),
            "ceil(numeric)" or "ceiling(numeric)" => Cast("ceil({0})", call),
            "sign(numeric)" => Cast("sign({0})", call),
            "round(numeric)" => Cast("{0}", call),
            "trunc(numeric)" => Cast("trunc({0})", call),
            "round(numeric,int4)" when call.Arguments[1] is ConstantExpression { Value: int digits } && digits == scale => Cast("{0}", call),
            _ => null,
        };
    }

    private static string Cast(string template, CallExpression call) =>
        string.Create(CultureInfo.InvariantCulture, $"CAST({template} AS DECIMAL({call.ResultType.Length},{call.ResultType.Scale}))");
}
