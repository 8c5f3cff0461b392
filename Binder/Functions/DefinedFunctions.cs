using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>Functions that PostgreSQL itself defines by others: <c>age(x)</c> is the age of x at today's midnight.</summary>
internal static class DefinedFunctions
{
    public static Expression? TryExpand(FunctionMatch match, FunctionBinder functions)
    {
        if (match.Definition.Signature is not ("age(timestamp)" or "age(timestamptz)")) return null;
        var type = match.Arguments[0].Type;
        var today = new CastExpression(functions.Call("current_date", []), type, IsExplicit: true);
        return functions.Call("age", [today, match.Arguments[0]]);
    }
}
