using FederationGateway.Common;
using FederationGateway.Gateway.Monitoring;
using FederationGateway.Optimizer;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tests;

/// <summary>Counting reasons: by source, code, operator and cause; in bounded memory.</summary>
public sealed class PushdownReasonLogTests
{
    private readonly StatementLog _statements = new(TimeProvider.System);

    [Fact]
    public void The_same_cause_of_different_statements_is_one_row()
    {
        var log = new PushdownReasonLog(TimeProvider.System);
        log.Count(Plan("crm", "1"), Statement("first"), isDeep: false);
        log.Count(Plan("crm", "2"), Statement("second"), isDeep: false);
        log.Count(Plan("erp", "3"), Statement("third"), isDeep: false);

        var rows = log.Snapshot();

        rows.Select(row => (row.Source, row.Code, row.Operator, row.Reason, row.Statements)).ShouldBe(
            [("crm", RefusalCode.DifferentSemantics, "Filter", "it differs", 2L), ("erp", RefusalCode.DifferentSemantics, "Filter", "it differs", 1L)]);
        (rows[0].LastStatement, rows[0].LastMessage).ShouldBe(("second", "2: it differs"));
    }

    [Fact]
    public void A_reason_that_a_statement_has_twice_counts_once()
    {
        var log = new PushdownReasonLog(TimeProvider.System);
        log.Count(Plan("crm", "1", "2"), Statement("both"), isDeep: false);

        log.Snapshot().ShouldHaveSingleItem().Statements.ShouldBe(1);
    }

    [Fact]
    public void What_was_not_seen_for_the_longest_time_is_forgotten_when_there_are_too_many()
    {
        var log = new PushdownReasonLog(TimeProvider.System, capacity: 2);
        foreach (var source in new[] { "a", "b", "a", "c" }) log.Count(Plan(source, "1"), Statement(source), isDeep: false);

        log.Snapshot().Select(row => row.Source).ShouldBe(["a", "c"]);
        log.Reset();
        log.Snapshot().ShouldBeEmpty();
    }

    private StatementRecord Statement(string text) => _statements.Start(1, "admin", "test", text);

    private static OptimizedPlan Plan(string source, params string[] subjects)
    {
        var filter = new FilterNode(new RemoteNode(source, new ValuesNode([], [])), ConstantExpression.True);
        var reasons = subjects.Select(subject => new PushdownRefusal(RefusalCode.DifferentSemantics, "it differs") with { Message = $"{subject}: it differs" }).ToList();
        return new OptimizedPlan(filter, new Dictionary<PlanNode, IReadOnlyList<PushdownRefusal>>(ReferenceEqualityComparer.Instance) { [filter] = reasons }, new Dictionary<PlanNode, double>(), []);
    }
}
