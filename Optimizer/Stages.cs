using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Rules.Aggregates;
using FederationGateway.Optimizer.Rules.DynamicFilters;
using FederationGateway.Optimizer.Rules.Joins;
using FederationGateway.Optimizer.Rules.Limits;
using FederationGateway.Optimizer.Rules.Predicates;
using FederationGateway.Optimizer.Rules.Pruning;
using FederationGateway.Optimizer.Rules.Security;
using FederationGateway.Optimizer.Rules.Sources;
using FederationGateway.Optimizer.Rules.Simplify;
using FederationGateway.Optimizer.Rules.Decorrelation;
using FederationGateway.Optimizer.Rules.Uploads;

namespace FederationGateway.Optimizer;

/// <summary>The optimizer's table of contents: what it does, in order.</summary>
internal static class Stages
{
    private static IReadOnlyList<IRewriteRule> SimplifyRules { get; } =
    [
        new SimplifyExpressions(),
        new MergeFilters(),
        new MergeProjects(),
        new RemoveEmptyInputs(),
        new RemoveContradictions(),
        new SimplifyOuterJoin(),
        new RemoveUselessSort(),
        new InlineCommonTables(),
    ];

    /// <summary>Everything that brings a condition closer to the tables it is about; a dynamic filter goes the same way inside its fragment.</summary>
    public static IReadOnlyList<IRewriteRule> PredicateRules { get; } =
    [
        new MergeFilters(),
        new PushFilterThroughProject(),
        new PushFilterThroughJoin(),
        new PushJoinConditionIntoInputs(),
        new PushFilterThroughUnary(),
        new PushFilterThroughSetOperation(),
        new SimplifyOuterJoin(),
    ];

    private static IReadOnlyList<IRewriteRule> PushdownRules { get; } =
    [
        new MergeFilters(),
        new MergeProjects(),
        new PushFilterIntoRemote(),
        new PushProjectIntoRemote(),
        new PushJoinIntoRemote(),
        new PushSetOperationIntoRemote(),
        new PushAggregateIntoRemote(),
        new PushWindowIntoRemote(),
        new PushDistinctIntoRemote(),
        new PushSortIntoRemote(),
        new PushLimitIntoRemote(),
        new PushWholeIntoRemote(),
        new PushReducedJoinIntoRemote(),
    ];

    /// <summary>What is done however the statement runs, then the line between sources and this side, and as much as possible below that line.</summary>
    public static IReadOnlyList<Stage> All { get; } =
    [
        new Stage("remove barriers", new RemoveBarriers()),
        new Stage("simplify", SimplifyRules),
        new Stage("subqueries to joins", new JoinSubqueries(), new MergeFilters()) { NeedsSeveralInputs = true },
        new Stage("push predicates", [.. SimplifyRules, .. PredicateRules]),

        // What concerns one side of a join only has gone there: what is left of the subqueries asks one source about rows of another.
        new Stage("scalar subqueries to joins", [new JoinScalarSubqueries(), new MergeProjects(), .. PredicateRules]) { NeedsSeveralInputs = true },
        new Stage("reduce below joins", new PushSemiJoinThroughJoin()) { NeedsSeveralInputs = true },

        // A predicate that crossed one join has to be pushed before it can cross the next.
        new Stage("infer from alternatives", new InferFromAlternatives()) { NeedsSeveralInputs = true },
        new Stage("push alternatives", PredicateRules) { NeedsSeveralInputs = true },
        new Stage("infer predicates", new InferPredicates()) { NeedsSeveralInputs = true },
        new Stage("push inferred predicates", PredicateRules) { NeedsSeveralInputs = true },
        new Stage("infer predicates again", new InferPredicates()) { NeedsSeveralInputs = true },
        new Stage("push predicates last", [.. SimplifyRules, .. PredicateRules]) { NeedsSeveralInputs = true },
        new Stage("limits", new PushLimitThroughProject(), new CopyLimit(), new MergeProjects()),
        new Stage("prune columns", new PruneColumns()),
        new Stage("sources", new ScanSources(), new MergeProjects()),
        new Stage("group joins by source", new GroupJoinsBySource()) { NeedsSeveralInputs = true },
        new Stage("push into sources", PushdownRules),
        new Stage("partial aggregates", new PushPartialAggregateIntoRemote()),
        new Stage("partial aggregates of unions", new PushPartialAggregateThroughUnion()) { NeedsSeveralInputs = true },
        new Stage("restore order", new RestoreOrder()),
        new Stage("dynamic filters", new AddDynamicFilters()) { NeedsSeveralInputs = true },
        new Stage("prune fragments", new PruneColumns()),
        new Stage("tidy", new MergeProjects()),

        // Last, because what runs at a source instead of here is compared with what would have run here.
        new Stage("relocate", new RelocateRemainder()) { NeedsSeveralInputs = true },
        new Stage("restore order of relocated", new RestoreOrder()) { NeedsSeveralInputs = true },
        new Stage("prune relocated", new PruneColumns()) { NeedsSeveralInputs = true },
    ];

    /// <summary><c>SET pushdown = off</c>: bare scans of the columns that are needed.</summary>
    public static IReadOnlyList<Stage> WithoutPushdown { get; } =
    [
        new Stage("prune columns", new PruneColumns()),
        new Stage("sources", new ScanSources()),
    ];
}
