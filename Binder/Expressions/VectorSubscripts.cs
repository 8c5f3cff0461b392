using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>The elements of <c>int2vector</c> and <c>oidvector</c>, found in PostgreSQL's catalogs, count from 0; those of every array here from 1.</summary>
internal static class VectorSubscripts
{
    /// <summary>A subscript of an array that reads the element the vector has there; null stays null.</summary>
    public static Expression? OfArray(Expression vector, Expression? index, Scope scope) =>
        index is null || !vector.Type.IsVector ? index : scope.State.Operators.Bind("+", index, new ConstantExpression(1, SqlType.Int4));

    /// <summary>Functions that answer with a place in an array.</summary>
    public static Expression OfVector(string function, IReadOnlyList<Expression> arguments, Expression place, Scope scope) =>
        function is "array_lower" or "array_upper" or "array_position" && arguments[0].Type.IsVector ? scope.State.Operators.Bind("-", place, new ConstantExpression(1, SqlType.Int4)) : place;

    /// <summary>A vector's subscripts are a series of numbers; null for every other call.</summary>
    public static (string Name, List<Expression> Arguments)? AsSeries(string function, IReadOnlyList<Expression> arguments, Scope scope)
    {
        if (function != "generate_subscripts" || arguments is not [{ Type.IsVector: true } vector, var dimension]) return null;
        var length = scope.State.Functions.Call("array_length", [vector, dimension]);
        return ("generate_series", [new ConstantExpression(0, SqlType.Int4), scope.State.Operators.Bind("-", length, new ConstantExpression(1, SqlType.Int4))]);
    }
}
