using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Trials;

/// <summary>What to try for each function signature a dialect lists: a call bound as a statement's would be, over columns of the declared types.</summary>
internal sealed class FunctionTrials
{
    private readonly TrialRows _rows;
    private readonly FunctionBinder _functions;
    private readonly OperatorBinder _operators;
    private readonly Dictionary<string, FunctionDefinition> _definitions = FunctionRegistry.All.DistinctBy(definition => definition.Signature).ToDictionary(definition => definition.Signature, StringComparer.Ordinal);

    public FunctionTrials(TrialRows rows)
    {
        _rows = rows;
        var coercion = new TypeCoercion(InputSettings.Utc, (number, type) => new ParameterExpression(number, type));
        _functions = new FunctionBinder(coercion);
        _operators = new OperatorBinder(coercion, _functions);
    }

    public Trial Scalar(string signature) => Of(signature, (table, name, arguments) =>
    {
        var call = char.IsLetter(name[0]) ? _functions.Call(name, arguments) : arguments.Count == 1 ? _operators.BindPrefix(name, arguments[0]) : _operators.Bind(name, arguments[0], arguments[1]);
        if (!call.SelfAndDescendants().OfType<CallExpression>().Any(part => part.Function.Signature == signature)) return null;
        var passed = table.Plan.Output.Select(ProjectItem.Pass).Append(new ProjectItem(_rows.Column("x", call.Type), call));
        return new TrialPlan(call.ToString(), new ProjectNode(table.Plan, passed.ToEquatableArray()));
    });

    public Trial Aggregate(string signature) => Of(signature, (table, name, arguments) =>
    {
        var match = _functions.Resolve(name, arguments);
        if (match.Function.Signature != signature) return null;
        var isWithin = match.Definition.Kind == FunctionKind.OrderedSetAggregate;
        SortKey[] order = isWithin
            ? [.. match.Arguments.Skip(match.Definition.DirectCount).Select(argument => new SortKey(argument, IsDescending: false, NullsFirst: false))]
            : TrialArguments.DependsOnOrder(name) && table.Id is { } id ? [new SortKey(id.ToExpression(), IsDescending: false, NullsFirst: false)] : [];
        var direct = isWithin ? match.Arguments.Take(match.Definition.DirectCount).ToEquatableArray() : match.Arguments;
        var call = new AggregateCall(match.Function, direct, match.Type, OrderBy: order.ToEquatableArray(), IsWithinGroup: isWithin);
        return new TrialPlan(call.ToString(), new AggregateNode(table.Plan, [], [new AggregateItem(_rows.Column("x", match.Type), call)]));
    });

    public Trial Window(string signature) => Of(signature, (table, name, arguments) =>
    {
        var match = _functions.Resolve(name, arguments);
        if (match.Function.Signature != signature || table.Id is not { } id) return null;
        var call = new WindowCall(match.Function, match.Arguments, match.Type, OrderBy: [new SortKey(id.ToExpression(), IsDescending: false, NullsFirst: false)]);
        return new TrialPlan(call.ToString(), new WindowNode(table.Plan, [new WindowItem(_rows.Column("x", match.Type), call)]));
    });

    /// <summary>A function that returns rows, called with constants.</summary>
    public Trial Rows(string signature)
    {
        var name = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
        var capability = Capability.OfFunction(name);
        try
        {
            List<TrialPlan> plans = [];
            foreach (var arguments in _definitions.GetValueOrDefault(signature) is { } definition ? SetArguments.Of(definition) : [])
            {
                var match = _functions.Resolve(name, arguments);
                if (match.Function.Signature != signature) continue;
                var call = match.ToCall();
                plans.Add(new TrialPlan(call.ToString(), new TableFunctionNode([call], match.Columns.Select(column => _rows.Column(column.Name, column.Type)).ToEquatableArray(), WithOrdinality: false)));
            }

            return plans.Count > 0 ? new Trial(capability, signature, plans) : Trial.None(capability, "there are no values to try it with", signature);
        }
        catch (GatewayException e)
        {
            return Trial.None(capability, e.Message, signature);
        }
    }

    private Trial Of(string signature, Func<TrialTable, string, IReadOnlyList<Expression>, TrialPlan?> planOf)
    {
        var name = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
        var capability = Capability.OfFunction(name == "||" ? "concat" : name);
        try
        {
            List<TrialPlan> plans = [];
            var isTried = false;
            foreach (var arguments in TrialArguments.Of(signature, _definitions.GetValueOrDefault(signature)))
            {
                if (_rows.Of([.. arguments.Columns.Select(column => column.Type)], [.. arguments.Columns.Select(column => column.Values)]) is not { } table) continue;
                isTried = true;
                if (planOf(table, name, arguments.Over(table.Columns)) is { } plan) plans.Add(plan);
            }

            return plans.Count > 0 ? new Trial(capability, signature, plans) : Trial.None(capability, isTried ? "no call means it: statements write it as an operator with a capability of its own" : "there are no values to try it with", signature);
        }
        catch (GatewayException e)
        {
            return Trial.None(capability, e.Message, signature);
        }
    }
}
