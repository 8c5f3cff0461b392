using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>
/// Which conditions tell nothing of the rows they are asked about but whether these come out: they cannot fail, and do nothing besides. Only they may meet rows that a
/// security barrier keeps from the user (PostgreSQL calls such functions leakproof).
/// </summary>
internal static class Leakproof
{
    public static bool Is(Expression condition) => condition.SelfAndDescendants().All(IsItself);

    /// <summary>True when no condition of the plan, above its barriers, could tell of rows behind them, wherever it is moved.</summary>
    public static bool Is(PlanNode plan) => new PlanCheck().IsLeakproof(plan);

    private static bool IsItself(Expression expression) => expression switch
    {
        ColumnExpression or ConstantExpression or ParameterExpression => true,
        LogicalExpression or NotExpression or ComparisonExpression or IsNullExpression or IsBooleanExpression or InListExpression or CaseExpression => true,
        DynamicFilterExpression or ExistsExpression or QuantifiedSubqueryExpression => true,
        QuantifiedArrayExpression { Array: ConstantExpression or ParameterExpression } => true,

        // A pattern that ends in an escape fails at the rows that get so far.
        LikeExpression { Pattern: ConstantExpression { Value: string pattern }, Escape: null } => !pattern.Contains('\\', StringComparison.Ordinal),
        CastExpression cast => IsWidening(cast.Operand.Type, cast.TargetType),
        _ => false,
    };

    private static bool IsWidening(SqlType from, SqlType to) => (from.Kind, to.Kind) switch
    {
        (SqlTypeKind.Int2, SqlTypeKind.Int4 or SqlTypeKind.Int8) or (SqlTypeKind.Int4, SqlTypeKind.Int8) => true,
        (SqlTypeKind.Float4, SqlTypeKind.Float8) => true,
        (SqlTypeKind.Text or SqlTypeKind.VarChar, SqlTypeKind.Text) => true,
        _ => false,
    };

    /// <summary>
    /// Goes through a plan from below. A condition on a computed column becomes one on what it is computed from when it is moved below the computation, so it matters how columns
    /// were computed.
    /// </summary>
    private sealed class PlanCheck
    {
        private readonly HashSet<ColumnId> _leaky = [];
        private readonly Dictionary<int, bool[]> _tables = [];

        public bool IsLeakproof(PlanNode plan)
        {
            if (plan is LimitNode { IsBarrier: true } barrier)
            {
                // Masks are computed below.
                if (barrier.Input is ProjectNode masked) NoteItems(masked.Items);
                return true;
            }

            if (plan is JoinNode { IsLateral: true }) return false;
            if (plan is WithNode with && !with.Tables.All(IsLeakproof)) return false;
            foreach (var input in plan is WithNode { Body: var body } ? [body] : plan.Inputs)
                if (!IsLeakproof(input)) return false;
            foreach (var expression in plan.Expressions())
            {
                foreach (var part in expression.SelfAndDescendants())
                {
                    if (ExpressionWalk.SubqueriesOf(part) is not { } query) continue;

                    // What a row is compared with may become a condition on the query's rows.
                    if (!IsLeakproof(query) || (part is QuantifiedSubqueryExpression && query.Output.Any(column => _leaky.Contains(column.Id)))) return false;
                }

                if (plan is FilterNode or JoinNode && IsLeaky(expression)) return false;
            }

            NoteComputed(plan);
            return true;
        }

        private bool IsLeakproof(CommonTable table)
        {
            // A recursive one refers to itself: what it makes is only known afterwards.
            _tables[table.CteId] = [.. table.Query.Output.Select(_ => table.IsRecursive)];
            if (!IsLeakproof(table.Query)) return false;
            if (!table.IsRecursive) _tables[table.CteId] = [.. table.Query.Output.Select(column => _leaky.Contains(column.Id))];
            return true;
        }

        private void NoteComputed(PlanNode plan)
        {
            switch (plan)
            {
                case ProjectNode project: NoteItems(project.Items); break;
                case AggregateNode aggregate: NoteItems(aggregate.GroupBy); break;
                case SetOperationNode operation:
                    for (var i = 0; i < operation.Columns.Count; i++)
                        if (operation.Branches.Any(branch => _leaky.Contains(branch.Output[i].Id))) _leaky.Add(operation.Columns[i].Id);
                    break;
                case CteScanNode scan:
                    for (var i = 0; i < scan.Columns.Count; i++)
                        if (!_tables.TryGetValue(scan.CteId, out var columns) || i >= columns.Length || columns[i]) _leaky.Add(scan.Columns[i].Id);
                    break;
            }
        }

        private void NoteItems(EquatableArray<ProjectItem> items)
        {
            foreach (var item in items)
                if (IsLeaky(item.Expression)) _leaky.Add(item.Column.Id);
        }

        private bool IsLeaky(Expression expression) => !Leakproof.Is(expression) || expression.SelfAndDescendants().Any(part => part is ColumnExpression column && _leaky.Contains(column.Id));
    }
}
