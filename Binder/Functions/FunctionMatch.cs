using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>A call that was resolved: the declaration it means, its arguments under the declared types, and the type of its result.</summary>
/// <param name="Columns">For a function that returns rows: its columns, one named like the function unless it declares others.</param>
public sealed record FunctionMatch(
    FunctionDefinition Definition,
    EquatableArray<Expression> Arguments,
    SqlType Type,
    EquatableArray<(string Name, SqlType Type)> Columns = default)
{
    public FunctionReference Function => Definition.Reference;

    public CallExpression ToCall() => new(Function, Arguments, Type);
}
