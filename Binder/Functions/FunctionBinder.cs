using FederationGateway.Binder.Coercion;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>Resolves calls by name and argument types and gives their arguments the declared types.</summary>
public sealed class FunctionBinder(TypeCoercion coercion)
{
    /// <summary>
    /// The function a call of <paramref name="name"/> (lower case) means, of any kind: the caller decides by <see cref="FunctionDefinition.Kind"/> where it may
    /// stand. The arguments of an ordered-set aggregate are the direct ones, then the ordered ones. 42883 when there is none, 42725 when the arguments do
    /// not decide between several.
    /// </summary>
    public FunctionMatch Resolve(string name, IReadOnlyList<Expression> arguments, int? position = null) =>
        TryResolve(name, arguments, position, out var isAmbiguous)
        ?? throw FunctionErrors.NoFunction(name, arguments.Select(argument => argument.Type), isAmbiguous, position);

    /// <summary>
    /// A scalar call as an expression. COALESCE, NULLIF, GREATEST and LEAST are calls too, and the name of a type with one argument is a cast.
    /// </summary>
    public Expression Call(string name, IReadOnlyList<Expression> arguments, int? position = null)
    {
        if (ConditionalFunctions.TryBind(name, arguments, coercion, position, this) is { } conditional) return conditional;
        if (TryResolve(name, arguments, position, out var isAmbiguous) is { } match) return DefinedFunctions.TryExpand(match, this) ?? match.ToCall();
        if (!isAmbiguous && arguments.Count == 1 && SqlTypeNames.Parse(name) is { } kind && CastTable.Allows(arguments[0].Type, new SqlType(kind), CoercionContext.Explicit))
            return coercion.Coerce(arguments[0], new SqlType(kind), CoercionContext.Explicit, position);
        throw FunctionErrors.NoFunction(name, arguments.Select(argument => argument.Type), isAmbiguous, position);
    }

    internal FunctionMatch Complete(FunctionDefinition definition, IReadOnlyList<Expression> arguments, int? position)
    {
        var types = PolymorphicTypes.Resolve(definition, arguments.Select(argument => argument.Type).ToArray())!;
        var coerced = new Expression[arguments.Count];
        for (var i = 0; i < coerced.Length; i++)
        {
            var declared = definition.ParameterAt(i);
            var target = types.Apply(declared, arguments[i].Type);
            coerced[i] = declared.IsConcrete || declared.Polymorphism == Polymorphism.Any
                ? coercion.Coerce(arguments[i], target, CoercionContext.Implicit, position)
                : coercion.CoerceExactly(arguments[i], target, CoercionContext.Implicit, position);
        }

        var result = ResultTypes.Of(definition, types, coerced, coercion.WideNumerics);
        return new FunctionMatch(definition, coerced.ToEquatableArray(), result, ColumnsOf(definition, types, coerced, result));
    }

    private FunctionMatch? TryResolve(string name, IReadOnlyList<Expression> arguments, int? position, out bool isAmbiguous)
    {
        var types = arguments.Select(argument => argument.Type).ToArray();
        return OverloadResolution.Choose(FunctionRegistry.FindFunctions(name), types, out isAmbiguous) is { } definition
            ? Complete(definition, arguments, position)
            : null;
    }

    private static EquatableArray<(string, SqlType)> ColumnsOf(FunctionDefinition definition, PolymorphicTypes types, Expression[] arguments, SqlType result)
    {
        if (!definition.ReturnsSet) return default;
        if (definition.Columns.IsEmpty) return [(definition.Name, result)];
        var argument = arguments.Length > 0 ? arguments[0].Type : SqlType.Unknown;
        return definition.Columns.Select(column => (column.Name, types.Apply(column.Type, argument))).ToEquatableArray();
    }
}
