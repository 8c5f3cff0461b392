using System.Diagnostics;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Judging;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Pruning;

/// <summary>
/// Nothing is read, computed or sent that nobody looks at.
/// <code>
/// Project: a                   Project: a
///   Filter: b > 1        =>      Filter: b > 1
///     Scan: t [a, b, c]            Scan: t [a, b]
/// </code>
/// Goes down with the columns needed so far. Inputs may put out more than that (the filter's b); where the exact columns count, at the root, in set operations and
/// in fragments, a projection cuts them.
/// </summary>
public sealed class PruneColumns : IPlanPass
{
    public PlanNode Run(PlanNode plan, RuleContext context) => new Pruning(context).Exactly(plan, plan.Output);

    private sealed class Pruning(RuleContext context)
    {
        /// <summary>The plan with just these columns, in this order.</summary>
        public PlanNode Exactly(PlanNode plan, EquatableArray<OutputColumn> columns)
        {
            var pruned = Prune(plan, [.. columns.Select(column => column.Id)]);
            return pruned.Output.Select(column => column.Id).SequenceEqual(columns.Select(column => column.Id))
                ? pruned
                : new ProjectNode(pruned, columns.Select(ProjectItem.Pass).ToEquatableArray());
        }

        private PlanNode Prune(PlanNode plan, HashSet<ColumnId> needed)
        {
            var node = Subqueries.MapQueries(plan, query => Exactly(query, query.Output));
            return node switch
            {
                ScanNode scan => Scan(scan, needed),
                RemoteNode remote => Remote(remote, needed),
                ValuesNode or CteScanNode or TableFunctionNode => node,
                ProjectNode project => Project(project, needed),
                AggregateNode aggregate => Aggregate(aggregate, needed),
                WindowNode window => Window(window, needed),
                JoinNode join => Join(join, needed),
                SetOperationNode operation => SetOperation(operation, needed),
                DistinctNode { On.IsEmpty: true } => With(node, Exactly(node.Inputs[0], node.Inputs[0].Output)),
                WithNode with => with with
                {
                    Tables = with.Tables.Select(table => table with { Query = Exactly(table.Query, table.Query.Output) }).ToEquatableArray(),
                    Body = Prune(with.Body, needed),
                },
                FilterNode or SortNode or LimitNode or DistinctNode => With(node, Prune(node.Inputs[0], [.. needed, .. node.Expressions().ColumnIds()])),
                _ => throw new UnreachableException(),
            };
        }

        private static PlanNode With(PlanNode node, PlanNode input) => ReferenceEquals(node.Inputs[0], input) ? node : node.WithInputs([input]);

        /// <summary>A row must have a column to be counted by.</summary>
        private static bool[] Keep(EquatableArray<OutputColumn> columns, HashSet<ColumnId> needed)
        {
            var keep = columns.Select(column => needed.Contains(column.Id)).ToArray();
            if (keep.Length > 0 && !keep.Contains(true)) keep[0] = true;
            return keep;
        }

        private static EquatableArray<T> Kept<T>(EquatableArray<T> items, bool[] keep) => items.Where((_, index) => keep[index]).ToEquatableArray();

        private ScanNode Scan(ScanNode scan, HashSet<ColumnId> needed)
        {
            if (!context.SourceOf(scan.Table.Source).Capabilities.Has(Capability.Project)) return scan;
            var columns = Kept(scan.Columns, Keep(scan.Output, needed));
            return columns.Count == scan.Columns.Count ? scan : scan with { Columns = columns };
        }

        /// <summary>A fragment sends what is needed and no more, if the source can leave columns out.</summary>
        private RemoteNode Remote(RemoteNode remote, HashSet<ColumnId> needed)
        {
            var keep = Keep(remote.Output, needed);
            var source = context.SourceOf(remote.Source);
            if (!keep.Contains(false) || !source.Capabilities.Has(Capability.Project)) return remote;
            var columns = Kept(remote.Output, keep);
            var fragment = Exactly(remote.Fragment, columns);
            if (FragmentJudge.Judge(fragment, source).Pushdown == Pushdown.Never) return remote;
            return remote with { Fragment = fragment, Relocation = remote.Relocation is { } relocation ? relocation with { Otherwise = Exactly(relocation.Otherwise, columns) } : null };
        }

        private ProjectNode Project(ProjectNode project, HashSet<ColumnId> needed)
        {
            var items = Kept(project.Items, Keep(project.Output, needed));
            var input = Prune(project.Input, [.. items.Select(item => item.Expression).ColumnIds()]);
            return items.Count == project.Items.Count && ReferenceEquals(input, project.Input) ? project : new ProjectNode(input, items);
        }

        /// <summary>Groups stay as they are; without groups one aggregate stays, which makes the one row.</summary>
        private PlanNode Aggregate(AggregateNode aggregate, HashSet<ColumnId> needed)
        {
            var keep = aggregate.Aggregates.Select(item => needed.Contains(item.Column.Id)).ToArray();
            if (aggregate.GroupBy.IsEmpty && keep.Length > 0 && !keep.Contains(true)) keep[0] = true;
            var pruned = keep.Contains(false) ? aggregate with { Aggregates = Kept(aggregate.Aggregates, keep) } : aggregate;
            return With(pruned, Prune(aggregate.Input, [.. pruned.Expressions().ColumnIds()]));
        }

        private PlanNode Window(WindowNode window, HashSet<ColumnId> needed)
        {
            var windows = window.Windows.Where(item => needed.Contains(item.Column.Id)).ToEquatableArray();
            if (windows.IsEmpty) return Prune(window.Input, needed);
            var pruned = windows.Count == window.Windows.Count ? window : window with { Windows = windows };
            return With(pruned, Prune(window.Input, [.. needed, .. pruned.Expressions().ColumnIds()]));
        }

        private JoinNode Join(JoinNode join, HashSet<ColumnId> needed)
        {
            HashSet<ColumnId> columns = [.. needed, .. join.Expressions().ColumnIds()];
            var right = Prune(join.Right, columns);
            if (join.IsLateral) columns.UnionWith(FreeColumns.Of(right));
            var left = Prune(join.Left, columns);
            return ReferenceEquals(left, join.Left) && ReferenceEquals(right, join.Right) ? join : join with { Left = left, Right = right };
        }

        /// <summary>Only UNION ALL can do without a column: the others compare whole rows.</summary>
        private SetOperationNode SetOperation(SetOperationNode operation, HashSet<ColumnId> needed)
        {
            var keep = operation is { Kind: SetOperationKind.Union, IsAll: true } ? Keep(operation.Columns, needed) : [.. operation.Columns.Select(_ => true)];
            var branches = operation.Branches.Select(branch => Exactly(branch, Kept(branch.Output, keep))).ToEquatableArray();
            return operation with { Branches = branches, Columns = Kept(operation.Columns, keep) };
        }
    }
}
