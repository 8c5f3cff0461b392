using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>Takes apart an expression: the smallest parts whose values differ while their operands' do not.</summary>
internal sealed class ExpressionCulprits(Probe probe, SourceColumns columns)
{
    /// <summary>A condition is asked for as one, too: a source that computes no truth values may still filter by them.</summary>
    public async Task<List<Culprit>> OfConditionAsync(PlanNode input, Expression condition, CancellationToken cancellationToken)
    {
        var found = await OfValueAsync(input, condition, cancellationToken);
        if (found.Count > 0 || await probe.DiffersAsync(new FilterNode(input, condition), cancellationToken) != true) return found;
        if (condition is LogicalExpression or NotExpression)
            foreach (var part in ExpressionWalk.ChildrenOf(condition)) found.AddRange(await OfConditionAsync(input, part, cancellationToken));
        return found.Count > 0 ? found : [Of(condition)];
    }

    public async Task<List<Culprit>> OfValueAsync(PlanNode input, Expression value, CancellationToken cancellationToken)
    {
        // A column is what the scan read, a constant what the gateway wrote: neither can differ.
        if (value is ColumnExpression or ConstantExpression or ParameterExpression) return [];
        var available = input.Output.Select(column => column.Id).ToHashSet();
        if (!value.Columns().All(column => available.Contains(column.Id))) return [];
        var differs = await probe.DiffersAsync(Valued(input, value), cancellationToken);
        if (differs == false) return [];
        List<Culprit> found = [];
        foreach (var operand in ExpressionWalk.ChildrenOf(value)) found.AddRange(await OfValueAsync(input, operand, cancellationToken));
        return found.Count > 0 || differs is null ? found : [Of(value)];
    }

    /// <summary>Distrust in a capability on the columns an expression reads; null when it reads none that a table has.</summary>
    public Culprit? OnColumns(Expression expression, string capability)
    {
        var downgrades = expression.Columns().Select(columns.OriginOf).OfType<(TableHandle Table, TableColumn Column)>().Distinct()
            .Select(origin => new Downgrade(0, capability, TablePath: origin.Table.Path, Column: origin.Column.RemoteName)).ToList();
        return downgrades.Count == 0 ? null : new Culprit(expression.ToString(), downgrades);
    }

    /// <summary>The value beside the columns it is made of, so that two wrong rows cannot make up for each other.</summary>
    private ProjectNode Valued(PlanNode input, Expression value)
    {
        var read = value.Columns().Select(column => column.Id).ToHashSet();
        var items = input.Output.Where(column => read.Contains(column.Id)).DistinctBy(column => column.Id).Select(ProjectItem.Pass);
        return new ProjectNode(input, [.. items, new ProjectItem(probe.Column("value", value.Type), value)]);
    }

    private Culprit Of(Expression part)
    {
        if (OperatorSignature.Of(part) is { } signature) return new Culprit(part.ToString(), [new Downgrade(0, OperatorSignature.FunctionCapabilityOf(part)!, signature)]);
        return OnColumns(part, OperatorSignature.ColumnCapabilityOf(part) ?? Capability.ColumnFilter)
            ?? new Culprit(part.ToString(), [new Downgrade(0, part is CaseExpression ? Capability.CaseExpression : Capability.ExpressionInWhere)]);
    }
}
