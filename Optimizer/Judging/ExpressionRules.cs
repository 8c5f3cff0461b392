using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Judging;

/// <summary>What capabilities say of expressions: how deep they may be, which functions they may call, which queries they may hold.</summary>
internal sealed class ExpressionRules(string sourceName, SourceColumns columns, Func<QueryBlock, Verdict> checkQuery)
{
    public CapabilitySet Capabilities => columns.Capabilities;

    /// <summary>The verdict of one capability, with its name and meaning as the reason.</summary>
    public Verdict Needs(string capability)
    {
        if (columns.Downgrades.Of(capability) is { } downgrade) return Mismatched(downgrade);
        var pushdown = Capabilities[capability];
        if (pushdown == Pushdown.Exact) return Verdict.Exact;
        return pushdown == Pushdown.Superset
            ? new Verdict(pushdown, new PushdownRefusal(RefusalCode.SupersetRecheck, $"{sourceName} may keep more rows than asked ({capability})"))
            : Missing(capability);
    }

    /// <summary>For what a source must do as we would or not at all.</summary>
    public Verdict NeedsExact(string capability) =>
        columns.Downgrades.Of(capability) is { } downgrade ? Mismatched(downgrade) : Capabilities.HasExact(capability) ? Verdict.Exact : Missing(capability);

    /// <summary>For a function or operator, by name and by signature.</summary>
    public Verdict NeedsFunction(FunctionReference function) => NeedsExact(Capability.OfFunction(FunctionName(function))).And(OfSignature(function.Signature));

    public Verdict Any(string capability, string other) => Capabilities[capability] >= Capabilities[other] ? Needs(capability) : Needs(other);

    public Verdict Missing(string capability)
    {
        if (sourceName == TableHandle.SystemSource) return Verdict.Never(RefusalCode.LocalData, "rows of dictionary views are made here");
        if (Capabilities.WithheldBecause(capability) is { } reason) return Verdict.Never(RefusalCode.PushdownOff, reason);
        return Verdict.Never(
            RefusalCode.CapabilityMissing,
            $"{sourceName} has no {capability}: {CapabilityDescriptions.Of(capability)}",
            $"if the source can do it: ALTER REMOTE SOURCE {sourceName} SET PROPERTY '{capability}'='true'");
    }

    /// <summary>What every column the expression reads says to <paramref name="capability"/>, a column-level one.</summary>
    public Verdict OfColumns(Expression expression, string capability)
    {
        var verdict = Verdict.Exact;
        foreach (var column in expression.SelfAndDescendants().OfType<ColumnExpression>())
        {
            if (columns.DowngradeOf(column, capability) is { } downgrade) return Mismatched(downgrade);
            verdict = verdict.And(columns.Of(column, capability) switch
            {
                Pushdown.Exact => Verdict.Exact,
                Pushdown.Superset => new Verdict(Pushdown.Superset, new PushdownRefusal(RefusalCode.SupersetRecheck, $"{sourceName} compares column {column.Name} more loosely ({capability})")),
                _ => Verdict.Never(RefusalCode.CapabilityMissing, $"column {column.Name} of {sourceName} has no {capability}: {CapabilityDescriptions.Of(capability)}"),
            });
        }

        return verdict;
    }

    /// <summary>A value anywhere: its depth by the position's three capabilities, then what it is made of.</summary>
    public Verdict Value(Expression expression, string? simple, string any, string? nested)
    {
        var verdict = Parts(expression);
        if (IsColumn(expression) || IsConstant(expression)) return verdict;
        var isSimple = simple is not null && ExpressionWalk.ChildrenOf(expression).All(child => IsColumn(child) || IsConstant(child));
        verdict = verdict.And(isSimple ? Any(simple!, any) : Needs(any));
        return nested is not null && CallsOfCalls(expression) ? verdict.And(Needs(nested)) : verdict;
    }

    /// <summary>Functions, CASE, wide numbers and queries in an expression, wherever it stands.</summary>
    public Verdict Parts(Expression expression)
    {
        var verdict = Verdict.Exact;
        foreach (var part in expression.SelfAndDescendants())
        {
            verdict = verdict.And(part switch
            {
                CallExpression call => NeedsExact(Capability.OfFunction(FunctionName(call.Function))),
                ArithmeticExpression arithmetic => NeedsExact(Capability.OfFunction(OperatorSignature.NameOf(arithmetic.Operator))),
                CaseExpression => NeedsExact(Capability.CaseExpression),
                ConstantExpression { Value: long value } when value is > int.MaxValue or < int.MinValue && part.Type.IsInteger => NeedsExact(Capability.BigintBind),
                ParameterExpression { Type.Kind: SqlTypeKind.Int8 } => NeedsExact(Capability.BigintBind),
                _ => Verdict.Exact,
            });
            if (!columns.Downgrades.IsEmpty) verdict = verdict.And(OfOperator(part));
            if (ExpressionWalk.SubqueriesOf(part) is { } query) verdict = verdict.And(Query(part, query));
            if (!verdict.IsExact) return verdict.Pushdown == Pushdown.Never ? verdict : verdict with { Pushdown = Pushdown.Never };
        }

        return verdict;
    }

    public static bool IsColumn(Expression expression) => Strip(expression) is ColumnExpression;

    public static bool IsConstant(Expression expression) => Strip(expression) is ConstantExpression or ParameterExpression;

    /// <summary>A conversion between text types writes nothing.</summary>
    private static Expression Strip(Expression expression) => expression is CastExpression { Operand.Type.IsString: true, TargetType.IsString: true } cast ? Strip(cast.Operand) : expression;

    private Verdict Query(Expression part, PlanNode query)
    {
        var position = part switch
        {
            ExistsExpression => Capability.SubqueryInExists,
            QuantifiedSubqueryExpression { Operator: ComparisonOperator.Equal or ComparisonOperator.NotEqual } => Capability.SubqueryInIn,
            QuantifiedSubqueryExpression or ScalarSubqueryExpression => Capability.SubqueryInComparison,
            _ => Capability.SubqueryInSelectList,
        };
        var verdict = NeedsExact(position).And(checkQuery(QueryBlocks.Build(query)));
        return FreeColumns.Of(query).Count > 0 ? verdict.And(NeedsExact(Capability.SubqueryCorrelated)) : verdict;
    }

    private static bool CallsOfCalls(Expression expression) => expression.SelfAndDescendants().OfType<CallExpression>().Any(call =>
        call.Arguments.Any(argument => argument.SelfAndDescendants().Any(inner => inner is CallExpression)));

    private static string FunctionName(FunctionReference function) => function.Name == "||" ? "concat" : function.Name;

    /// <summary>Whether the source was found to compute this one operator differently, wherever in a statement it stands.</summary>
    private Verdict OfOperator(Expression part)
    {
        if (OperatorSignature.Of(part) is { } signature) return OfSignature(signature);
        if (OperatorSignature.ColumnCapabilityOf(part) is not { } capability) return Verdict.Exact;
        var found = part.SelfAndDescendants().OfType<ColumnExpression>().Select(column => columns.DowngradeOf(column, capability)).FirstOrDefault(downgrade => downgrade is not null);
        return found is null ? Verdict.Exact : Mismatched(found);
    }

    private Verdict OfSignature(string signature) => columns.Downgrades.OfSignature(signature) is { } downgrade ? Mismatched(downgrade) : Verdict.Exact;

    private Verdict Mismatched(Downgrade downgrade) => Verdict.Never(
        RefusalCode.PushdownMismatch,
        $"{sourceName} was found to answer otherwise than the gateway: {downgrade}",
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"once the source is repaired: CALL CLEAR_PUSHDOWN_MISMATCH({downgrade.MismatchId})"));
}
