using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Simplify;

/// <summary>
/// A common table read once is the query itself, which conditions and sources can then reach into.
/// <code>
/// With: w = q                 Project: q's columns under the scan's ids
///   CTE scan: w         =>      q
/// </code>
/// As in PostgreSQL: recursive ones, those read more than once and those with volatile functions are computed on their own.
/// </summary>
public sealed class InlineCommonTables : IRewriteRule
{
    public PlanNode? Apply(PlanNode node, RuleContext context)
    {
        if (node is not WithNode with) return null;
        if (with.Tables.IsEmpty) return with.Body;
        foreach (var table in with.Tables)
        {
            if (table.IsRecursive || table.Query.AllExpressions().Any(PlanColumns.IsVolatile)) continue;
            var reads = with.Inputs.Sum(input => Reads(input, table.CteId));
            if (reads > 1) continue;
            var inputs = with.Inputs.Select(input => Inline(input, table)).ToEquatableArray();
            var rest = (WithNode)with.WithInputs(inputs);
            return rest with { Tables = rest.Tables.Where(other => other.CteId != table.CteId).ToEquatableArray() };
        }

        return null;
    }

    private static int Reads(PlanNode plan, int cteId) => plan.SelfAndDescendants().Sum(node =>
        (node is CteScanNode scan && scan.CteId == cteId ? 1 : 0)
        + node.Expressions().SelectMany(expression => expression.SelfAndDescendants()).Select(ExpressionWalk.SubqueriesOf).OfType<PlanNode>().Sum(query => Reads(query, cteId)));

    private static PlanNode Inline(PlanNode plan, CommonTable table) => plan.Rewrite(node => node is CteScanNode scan && scan.CteId == table.CteId
        ? new ProjectNode(table.Query, scan.Columns.Select((column, index) => new ProjectItem(column, table.Query.Output[index].ToExpression())).ToEquatableArray())
        : Subqueries.MapQueries(node, query => Inline(query, table)));
}
