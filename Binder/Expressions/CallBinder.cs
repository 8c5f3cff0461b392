using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Hana;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Expressions;

/// <summary>A call as resolved: a finished scalar expression, or the match of a function that needs more: an aggregate, a window, rows.</summary>
internal readonly record struct ResolvedCall(Expression? Scalar, FunctionMatch? Match)
{
    /// <summary>The match of a set-returning function.</summary>
    public FunctionMatch? Set => Match is { Definition.ReturnsSet: true } ? Match : null;
}

/// <summary>Function calls of every kind: each goes to the file of its kind.</summary>
internal static class CallBinder
{
    public static Expression Bind(Ast.FunctionCall call, Scope scope)
    {
        if (call is { WithinGroup: true, Variadic: false } && HypotheticalSetBinder.IsName(call.Name.Last.Text)) return HypotheticalSetBinder.Bind(call, scope);
        var resolved = Resolve(call, scope);
        if (resolved.Scalar is { } scalar) return scalar;
        var match = resolved.Match!;
        if (call.Over is not null) return WindowCallBinder.Bind(match, call, scope);
        if (match.Definition.IsAggregate) return AggregateBinder.Bind(match, call, scope);
        if (match.Definition.Kind == FunctionKind.Window)
            throw new GatewayException(SqlState.WrongObjectType, $"window function {call.Name.Last} requires an OVER clause") { Position = call.Span.Start };
        return SetFunctionBinder.Bind(match, call, scope);
    }

    /// <summary>The function meant, its arguments bound in the scope.</summary>
    public static ResolvedCall Resolve(Ast.FunctionCall call, Scope scope)
    {
        var name = call.Name.Last.Text;
        var setsBefore = scope.Level?.Sets.Count ?? 0;
        var arguments = new List<Expression>(call.Arguments.Count);
        foreach (var argument in call.Arguments) arguments.Add(ExpressionBinder.Bind(argument.Value, scope));
        if (call.Variadic && ExpandVariadic(name, arguments, call, scope) is { } whole) return new ResolvedCall(whole, null);
        if (call.Arguments.Any(argument => argument.Name is not null)) arguments = Arrange(name, arguments, call);
        if (call.WithinGroup) arguments.AddRange(call.OrderBy.Select(key => ExpressionBinder.Bind(key.Expression, scope)));
        RequireKnownSchema(call, arguments, scope);

        if (name == "array_agg" && arguments is [{ Type.Kind: SqlTypeKind.Array }]) throw GatewayException.Unsupported("an array of arrays", call.Span);
        if (call is { Name.Schema: null, Over: null, WithinGroup: false } && HanaCalls.TryBind(name, arguments, scope, call.Span) is { } hana) return new ResolvedCall(hana, null);
        if (arguments.Count > 0 && call.Over is null && HypotheticalSetBinder.IsName(name))
            throw new GatewayException(SqlState.WrongObjectType, $"WITHIN GROUP is required for ordered-set aggregate {name}") { Position = call.Span.Start };
        if (VectorSubscripts.AsSeries(name, arguments, scope) is { } series) (name, arguments) = series;
        var definitions = FunctionRegistry.FindFunctions(name);
        if (definitions.Any(definition => definition.ReturnsSet || definition.Kind != FunctionKind.Scalar))
        {
            var match = scope.State.Functions.Resolve(name, arguments, call.Span.Start);
            if (match.Definition.ReturnsSet || match.Definition.Kind != FunctionKind.Scalar) return new ResolvedCall(null, match);
        }

        RequireScalarForm(call);
        if (SessionFacts.TryBind(name, arguments, scope) is { } fact) return new ResolvedCall(fact, null);
        var scalar = scope.State.Functions.Call(name, arguments, call.Span.Start);
        if (name is "coalesce" or "nullif" or "greatest" or "least") SetFunctionBinder.RequireNoneSince(setsBefore, name.ToUpperInvariant(), scope);
        return new ResolvedCall(VectorSubscripts.OfVector(name, arguments, scalar, scope), null);
    }

    // Puts the array's elements in its place, or answers the call with the array whole.
    private static Expression? ExpandVariadic(string name, List<Expression> arguments, Ast.FunctionCall call, Scope scope)
    {
        var array = arguments[^1];
        if (array.Type.Kind is not (SqlTypeKind.Array or SqlTypeKind.Unknown))
            throw new GatewayException(SqlState.DatatypeMismatch, "VARIADIC argument must be an array") { Position = call.Arguments[^1].Span.Start };
        if (!FunctionRegistry.FindFunctions(name).Any(definition => definition.IsVariadic)) throw FunctionErrors.NoFunction(name, arguments.Select(argument => argument.Type), isAmbiguous: false, call.Span.Start);
        if (VariadicArrays.Elements(array) is { Count: > 0 } elements)
        {
            arguments.RemoveAt(arguments.Count - 1);
            arguments.AddRange(elements);
            return null;
        }

        return VariadicArrays.WithArray(name, arguments) switch
        {
            { IsOperator: true } path => scope.State.Operators.Bind(
                path.Name,
                scope.State.Coercion.Coerce(path.Arguments[0], name.StartsWith("jsonb", StringComparison.Ordinal) ? SqlType.JsonB : SqlType.Json, Coercion.CoercionContext.Implicit, call.Span.Start),
                path.Arguments[1], call.Span.Start),
            { } other => scope.State.Functions.Call(other.Name, other.Arguments, call.Span.Start),
            _ => throw GatewayException.Unsupported($"{name} with a VARIADIC array whose elements are not written out", call.Span),
        };
    }

    private static List<Expression> Arrange(string name, List<Expression> arguments, Ast.FunctionCall call)
    {
        var names = call.Arguments.Select(argument => argument.Name?.Text).ToArray();
        if (NamedArguments.Arrange(name, arguments, names) is { } arranged) return [.. arranged];
        var shown = arguments.Zip(names, (argument, given) => (given is null ? "" : $"{given} => ") + Coercion.TypeCoercion.NameOf(argument.Type));
        if (UnsupportedFunctions.Contains(name)) throw FunctionErrors.NoFunction(name, [], isAmbiguous: false, call.Span.Start);
        throw new GatewayException(SqlState.UndefinedFunction, $"function {name}({string.Join(", ", shown)}) does not exist")
        {
            Position = call.Span.Start,
            Hint = "No function matches the given name and argument types. You might need to add explicit type casts.",
        };
    }

    // All functions there are live in pg_catalog; what information_schema has is known without its schema too.
    private static void RequireKnownSchema(Ast.FunctionCall call, List<Expression> arguments, Scope scope)
    {
        if (call.Name.Schema is not { Text: not ("pg_catalog" or "information_schema") } schema) return;
        if (scope.Catalog.Snapshot.FindSchema(schema.Text) is null)
            throw new GatewayException(SqlState.InvalidSchemaName, $"schema \"{schema}\" does not exist") { Position = call.Span.Start };
        throw new GatewayException(SqlState.UndefinedFunction, $"function {call.Name}({string.Join(", ", arguments.Select(argument => Coercion.TypeCoercion.NameOf(argument.Type)))}) does not exist")
        {
            Position = call.Span.Start,
            Hint = "No function matches the given name and argument types. You might need to add explicit type casts.",
        };
    }

    private static void RequireScalarForm(Ast.FunctionCall call)
    {
        var name = call.Name.Last;
        var wrong = call switch
        {
            { Star: true } => $"{name}(*) specified, but {name} is not an aggregate function",
            { Distinct: true } => $"DISTINCT specified, but {name} is not an aggregate function",
            { WithinGroup: true } => $"WITHIN GROUP specified, but {name} is not an aggregate function",
            { OrderBy.IsEmpty: false } => $"ORDER BY specified, but {name} is not an aggregate function",
            { Filter: not null } => $"FILTER specified, but {name} is not an aggregate function",
            { Over: not null } => $"OVER specified, but {name} is not a window function nor an aggregate function",
            _ => null,
        };
        if (wrong is not null) throw new GatewayException(SqlState.WrongObjectType, wrong) { Position = call.Span.Start };
    }
}
