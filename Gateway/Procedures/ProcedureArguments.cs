using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Procedures;

/// <summary>What a call gives to the parameters of a procedure that are no table, in their order.</summary>
/// <param name="ParameterTypes">The types of <c>$1</c> … in the values.</param>
internal sealed record ProcedureArguments(EquatableArray<Expression> Values, EquatableArray<SqlType> ParameterTypes)
{
    /// <summary>Each parameter once, by its place or by its name. 42883 when they are others.</summary>
    public static ProcedureArguments Bind(SessionState session, ProcedureEntry procedure, EquatableArray<FunctionArgument> arguments, IReadOnlyList<SqlType> parameterTypes, TextSpan at)
    {
        var parameters = procedure.Values.ToList();
        var given = new SyntaxExpression?[parameters.Count];
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.Name is null && i > 0 && arguments[i - 1].Name is not null)
                throw new GatewayException(SqlState.SyntaxError, "positional argument cannot follow named argument") { Position = argument.Span.Start };
            var place = argument.Name is { } name ? PlaceOf(procedure, parameters, name) : i;
            if (place >= parameters.Count) throw WrongCount(procedure, parameters.Count, at);
            if (given[place] is not null) throw new GatewayException(SqlState.SyntaxError, $"argument name \"{parameters[place].Name}\" used more than once") { Position = argument.Span.Start };
            given[place] = argument.Value;
        }

        if (Array.IndexOf(given, null) >= 0) throw WrongCount(procedure, parameters.Count, at);
        var (values, types) = new StatementBinder(session.BindingContext(parameterTypes.ToEquatableArray())).BindArguments([.. given.Select((value, i) => (value!, parameters[i].Type!.Value))]);
        return new ProcedureArguments(values, types);
    }

    /// <summary>The values, computed now.</summary>
    /// <param name="parameters">What <c>$1</c> … are.</param>
    public EquatableArray<ConstantExpression> Evaluate(SessionState session, EquatableArray<ConstantExpression> parameters) => Values.Select(value =>
        session.Functions.EvaluateArgument(value.Rewrite(part => part is ParameterExpression parameter ? parameters[parameter.Number - 1] with { ConstantType = parameter.Type } : part))).ToEquatableArray();

    private static int PlaceOf(ProcedureEntry procedure, List<ProcedureParameter> parameters, Identifier name)
    {
        var place = parameters.FindIndex(parameter => parameter.Name == name.Text);
        if (place < 0) place = parameters.FindIndex(parameter => string.Equals(parameter.Name, name.Text, StringComparison.OrdinalIgnoreCase));
        return place >= 0 ? place : throw new GatewayException(SqlState.UndefinedFunction, $"procedure {procedure.Name} has no parameter \"{name.Text}\"") { Position = name.Span.Start };
    }

    private static GatewayException WrongCount(ProcedureEntry procedure, int count, TextSpan at) =>
        new(SqlState.UndefinedFunction, $"procedure {procedure.Name} takes {count} argument{(count == 1 ? "" : "s")}") { Position = at.Start };
}
