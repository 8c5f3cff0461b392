using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Optimizer.Statistics;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Uploads;

/// <summary>Gathers what one fragment needs uploaded while an operator's inputs are put into it.</summary>
internal sealed class UploadSet(SourceProfile source, RelocationNames names)
{
    private readonly List<Upload> _uploads = [];

    public EquatableArray<Upload> Uploads => [.. _uploads];

    /// <summary>Why something cannot be part of the fragment; the first reason found.</summary>
    public PushdownRefusal? Refusal { get; private set; }

    /// <summary>An input of the operator as the source sees it: its own fragment, or a scan of a temporary table.</summary>
    public PlanNode Open(PlanNode input) => input is RemoteNode remote && remote.Source == source.Name ? Opened(remote) : Uploaded(input);

    /// <summary>A query inside an expression: it may refer to columns around it, so only the fragments in it can be uploaded.</summary>
    public PlanNode OpenQuery(PlanNode query) => query.RewriteDeep(node => node is RemoteNode remote ? Open(remote) : node);

    private PlanNode Opened(RemoteNode remote)
    {
        if (remote.Relocation is { } relocation) _uploads.AddRange(relocation.Uploads);
        return WithoutDynamicFilters(remote.Fragment);
    }

    private ScanNode Uploaded(PlanNode input)
    {
        if (Refuse(input) is { } refusal) Refusal ??= refusal;
        var name = names.Next();
        var output = input.Output;
        var columns = output.Select((column, index) => new TableColumn(
            column.Name, string.Create(CultureInfo.InvariantCulture, $"c{index}"), column.Type, column.IsNullable, Statistics: ColumnFacts.Find(input, column.Id)?.Statistics)).ToEquatableArray();
        var table = new TableHandle(source.Name, [name], name, columns, Statistics: Estimator.IsKnown(input) ? new TableStatistics(Estimator.Rows(input)) : null);
        _uploads.Add(new Upload(table, input));
        return new ScanNode(table, output.Select((column, index) => new ScanColumn(column, index)).ToEquatableArray());
    }

    private PushdownRefusal? Refuse(PlanNode input)
    {
        if (input.Output.IsEmpty) return new PushdownRefusal(RefusalCode.ConstructNotPushed, "rows without columns are not uploaded");
        if (FreeColumns.Of(input).Count > 0 || ReadsOuterTable(input)) return new PushdownRefusal(RefusalCode.ConstructNotPushed, "rows that depend on rows around them are not uploaded");
        return input.Output.FirstOrDefault(column => source.Dialect.UploadType(column.Type) is null) is { } column
            ? new PushdownRefusal(RefusalCode.TypeNotSupported, $"column {column.Name} is not uploaded to {source.Name}: its type is {column.Type}")
            : null;
    }

    private static bool ReadsOuterTable(PlanNode plan)
    {
        var nodes = plan.SelfAndDescendantsDeep().ToList();
        HashSet<int> own = [.. nodes.OfType<WithNode>().SelectMany(with => with.Tables).Select(table => table.CteId)];
        return nodes.OfType<CteScanNode>().Any(scan => !own.Contains(scan.CteId));
    }

    // The join that made them is at the source itself now.
    public static PlanNode WithoutDynamicFilters(PlanNode fragment) => fragment.RewriteDeep(
        node => node is FilterNode filter
            ? filter.Input.Filtered([.. filter.Predicate.Conjuncts().Where(conjunct => conjunct is not ConstantExpression { Value: true })])
            : node,
        expression => expression is DynamicFilterExpression ? ConstantExpression.True : expression);
}

/// <summary>Names of temporary tables, each once in a statement.</summary>
internal sealed class RelocationNames
{
    private int _last;

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"fedgw_upload_{++_last}");
}
