using FederationGateway.Binder.Coercion;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>
/// COALESCE, NULLIF, GREATEST, LEAST: syntax in PostgreSQL, calls here, with the signatures <c>coalesce(any)</c>, <c>greatest(any)</c>, <c>least(any)</c> of
/// arguments of one type and <c>nullif(any,any)</c> of two comparable ones.
/// </summary>
internal static class ConditionalFunctions
{
    public static Expression? TryBind(string name, IReadOnlyList<Expression> arguments, TypeCoercion coercion, int? position, FunctionBinder functions)
    {
        switch (name)
        {
            case "coalesce" or "greatest" or "least":
                if (arguments.Count == 0) throw FunctionErrors.NoFunction(name, [], isAmbiguous: false, position);
                var items = coercion.Unify(arguments, name.ToUpperInvariant(), out var type, position);
                return items.Count == 1 ? items[0] : new CallExpression(new FunctionReference(name, name + "(any)"), items, type);
            case "nullif" when arguments.Count == 2:
                var operators = new OperatorBinder(coercion, functions);
                // The result is what the operator takes: an integer that is compared with a numeric becomes one, beside a bigint it stays.
                var result = coercion.ResolveUnknown(operators.LeftOperand("=", arguments[0], arguments[1], position));
                var comparison = (ComparisonExpression)operators.Bind("=", arguments[0], arguments[1], position);
                // There is no operator for varchar, which becomes text.
                if (result.Type.Kind == SqlTypeKind.VarChar) result = coercion.Coerce(result, SqlType.Text, CoercionContext.Implicit, position);
                return new CallExpression(new FunctionReference(name, "nullif(any,any)"), [result, comparison.Right], result.Type);
            default:
                return null;
        }
    }
}
