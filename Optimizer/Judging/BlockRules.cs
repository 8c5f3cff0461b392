using System.Diagnostics;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Judging;

/// <summary>What capabilities say of a statement, clause by clause.</summary>
internal sealed class BlockRules
{
    private readonly ExpressionRules _rules;
    private readonly ConditionRules _conditions;

    public BlockRules(SourceProfile source, PlanNode fragment)
    {
        _rules = new ExpressionRules(source.Name, new SourceColumns(fragment, source.Capabilities, source.Downgrades), Check);
        _conditions = new ConditionRules(_rules);
    }

    public Verdict Check(QueryBlock block) => block switch
    {
        SelectBlock select => Select(select),
        SetBlock set => set.Branches.Aggregate(Set(set.Node), (verdict, branch) => verdict.And(Check(branch))),
        ValuesBlock values => values.Node.Rows.SelectMany(row => row).Aggregate(_rules.NeedsExact(Capability.Subquery), (verdict, value) => verdict.And(_rules.Parts(value))),
        WithBlock with => with.Tables.Append(with.Body).Aggregate(_rules.NeedsExact(Capability.Subquery), (verdict, query) => verdict.And(Check(query))),
        _ => throw new UnreachableException(),
    };

    private Verdict Set(SetOperationNode node)
    {
        var capability = SetCapabilities.Of(node);
        return node.Branches.Aggregate(_rules.NeedsExact(capability), (verdict, branch) => verdict.And(OfColumns(branch.Output, [], capability)));
    }

    private Verdict WindowKeys(WindowCall call, Func<Expression, Expression> expand) =>
        call.PartitionBy.Concat(call.OrderBy.Select(key => key.Expression)).Aggregate(Verdict.Exact, (verdict, key) => verdict.And(_rules.OfColumns(expand(key), Capability.WindowFunctions)));

    private Verdict OfColumns(IEnumerable<OutputColumn> output, Dictionary<ColumnId, Expression> definitions, string capability) => output.Aggregate(
        Verdict.Exact, (verdict, column) => verdict.And(_rules.OfColumns(definitions.GetValueOrDefault(column.Id) ?? column.ToExpression(), capability)));

    private Verdict Select(SelectBlock block)
    {
        var definitions = Expanded(block);
        Expression Expand(Expression expression) => expression.Replace(definitions);

        var verdict = _rules.NeedsExact(Capability.Select).And(From(block.From));
        verdict = verdict.And(_conditions.Where([.. block.Where.Select(Expand)]));
        foreach (var semi in block.Semis) verdict = verdict.And(_rules.NeedsExact(Capability.SubqueryInExists)).And(_rules.NeedsExact(Capability.SubqueryCorrelated)).And(Check(semi.Query));
        if (block.Aggregate is { } aggregate) verdict = verdict.And(Aggregate(aggregate, Expand));
        if (block.Having.Count > 0) verdict = verdict.And(_rules.NeedsExact(Capability.Having));
        foreach (var condition in block.Having) verdict = verdict.And(_rules.Parts(Expand(condition)));
        foreach (var window in block.Windows) verdict = verdict.And(_rules.NeedsExact(Capability.WindowFunctions)).And(_rules.NeedsFunction(window.Call.Function)).And(WindowKeys(window.Call, Expand));
        verdict = verdict.And(SelectList(block, definitions));
        if (block.IsDistinct) verdict = verdict.And(_rules.NeedsExact(Capability.Distinct)).And(OfColumns(block.Output, definitions, Capability.Distinct));
        foreach (var key in block.OrderBy) verdict = verdict.And(OrderBy(Expand(key.Expression)));
        return block.Limit is { } limit ? verdict.And(Limit(limit)) : verdict;
    }

    /// <summary>The computed columns that are expressions, each down to columns of FROM and aggregates.</summary>
    private static Dictionary<ColumnId, Expression> Expanded(SelectBlock block)
    {
        var expanded = new Dictionary<ColumnId, Expression>();
        foreach (var (id, definition) in block.Definitions)
            if (definition is ExpressionDefinition made) expanded[id] = made.Expression.Replace(expanded);
        return expanded;
    }

    private Verdict From(FromItem? from)
    {
        var verdict = Verdict.Exact;
        foreach (var leaf in from?.Leaves ?? [])
        {
            verdict = verdict.And(leaf switch
            {
                TableFrom => Verdict.Exact,
                DerivedFrom derived => _rules.NeedsExact(Capability.Subquery).And(Check(derived.Query)),
                CteFrom => _rules.NeedsExact(Capability.Subquery),
                FunctionFrom => _rules.NeedsExact(Capability.Subquery),
                _ => Verdict.Never(RefusalCode.LocalData, "the rows are here"),
            });
        }

        return from is JoinFrom join ? verdict.And(Joins(join)) : verdict;
    }

    private Verdict Joins(JoinFrom root)
    {
        var verdict = Verdict.Exact;
        var kinds = new HashSet<JoinKind>();
        var joins = new Stack<FromItem>([root]);
        while (joins.TryPop(out var item))
        {
            if (item is not JoinFrom join) continue;
            kinds.Add(join.Kind == JoinKind.Cross ? JoinKind.Inner : join.Kind);
            joins.Push(join.Left);
            joins.Push(join.Right);
            verdict = join.Kind switch
            {
                JoinKind.Inner or JoinKind.Cross => verdict.And(_rules.NeedsExact(Capability.Joins)).And(On(join, Capability.ExpressionInInnerJoin, Capability.ColumnInnerJoin)),
                JoinKind.Full => verdict.And(_rules.NeedsExact(Capability.JoinsFullOuter)).And(On(join, Capability.ExpressionInFullOuterJoin, Capability.ColumnOuterJoin)),
                _ => verdict.And(_rules.NeedsExact(Capability.JoinsOuter)).And(On(join, Capability.ExpressionInLeftOuterJoin, Capability.ColumnOuterJoin)),
            };
        }

        return kinds.Count > 1 && kinds.Contains(JoinKind.Inner) ? verdict.And(_rules.NeedsExact(Capability.JoinsMixed)) : verdict;
    }

    private Verdict On(JoinFrom join, string expression, string column)
    {
        var verdict = Verdict.Exact;
        foreach (var condition in join.On)
        {
            verdict = verdict.And(_rules.OfColumns(condition, column)).And(_rules.Parts(condition));
            var isPlain = condition is ComparisonExpression { Operator: ComparisonOperator.Equal } equal && ExpressionRules.IsColumn(equal.Left) && ExpressionRules.IsColumn(equal.Right);
            if (!isPlain) verdict = verdict.And(_rules.NeedsExact(expression));
        }

        return verdict;
    }

    private Verdict Aggregate(AggregateNode aggregate, Func<Expression, Expression> expand)
    {
        var verdict = aggregate.GroupBy.IsEmpty ? Verdict.Exact : _rules.NeedsExact(Capability.GroupBy);
        if (!aggregate.GroupingSets.IsEmpty) verdict = verdict.And(_rules.NeedsExact(Capability.GroupingSets));
        foreach (var key in aggregate.GroupBy.Select(item => expand(item.Expression)))
            verdict = verdict.And(_rules.OfColumns(key, Capability.ColumnGroup)).And(_rules.Value(key, null, Capability.ExpressionInGroupBy, null));
        foreach (var call in aggregate.Aggregates.Select(item => item.Call))
        {
            verdict = verdict.And(_rules.NeedsExact(Capability.Aggregates)).And(_rules.NeedsFunction(call.Function));
            if (call.IsDistinct) verdict = verdict.And(_rules.NeedsExact(Capability.DistinctAggregates));
            foreach (var argument in call.Arguments) verdict = verdict.And(ProjectValue(expand(argument)));
            if (call.Filter is { } filter) verdict = verdict.And(_rules.NeedsExact(Capability.ExpressionInProject)).And(_rules.Parts(expand(filter)));
        }

        return verdict;
    }

    private Verdict SelectList(SelectBlock block, Dictionary<ColumnId, Expression> definitions)
    {
        var isWholeTable = block is { From: TableFrom { Scan: var scan }, Aggregate: null, Windows.Count: 0 }
            && scan.Columns.Select(column => column.Ordinal).SequenceEqual(Enumerable.Range(0, scan.Table.Columns.Count))
            && block.Output.Select(column => column.Id).SequenceEqual(scan.Output.Select(column => column.Id));
        var verdict = isWholeTable || block.Aggregate is not null ? Verdict.Exact : _rules.NeedsExact(Capability.Project);
        foreach (var column in block.Output)
        {
            var value = definitions.GetValueOrDefault(column.Id) ?? column.ToExpression();
            verdict = verdict.And(_rules.OfColumns(value, Capability.ColumnSelect)).And(ProjectValue(value));
        }

        return verdict;
    }

    private Verdict ProjectValue(Expression value) =>
        _rules.Value(value, Capability.SimpleExpressionInProject, Capability.ExpressionInProject, Capability.NestedFunctionInProject);

    private Verdict OrderBy(Expression key) =>
        _rules.NeedsExact(Capability.OrderBy).And(_rules.OfColumns(key, Capability.ColumnSort)).And(_rules.Value(key, null, Capability.ExpressionInOrderBy, null));

    private Verdict Limit(LimitNode limit)
    {
        var verdict = limit.Limit is null ? Verdict.Exact : _rules.NeedsExact(Capability.Limit);
        if (limit.Offset is not null) verdict = verdict.And(_rules.NeedsExact(Capability.Offset));
        var hasParameter = limit.Limit is ParameterExpression || limit.Offset is ParameterExpression;

        // Where parameters cannot be sent their values are, as literals.
        return hasParameter && _rules.Capabilities.Has(Capability.Parameters) ? verdict.And(_rules.NeedsExact(Capability.LimitArgument)) : verdict;
    }
}
