using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private MergeStatement Merge(WithClause? with, FedSqlParser.MergeContext context, TextSpan span) => new(
        with,
        RelationName(context.relation()),
        context.relation().ONLY() is not null,
        OptionalName(context.colId()),
        Table(context.tableReference()),
        Expression(context.expr()),
        [.. context.mergeWhen().Select(MergeWhen)],
        span);

    private MergeWhen MergeWhen(FedSqlParser.MergeWhenContext context)
    {
        var span = Span(context);
        switch (context)
        {
            case FedSqlParser.MergeMatchedContext c:
                Require(c.Identifier().Symbol, "MATCHED");
                MergeAction action = c.DELETE() is { } delete ? new MergeDelete(Span(delete))
                    : c.UPDATE() is { } update ? new MergeUpdate([.. c.assignment().Select(Assignment)], Between(update, c.assignment()[^1]))
                    : new MergeNothing(Between(c.DO(), c.NOTHING()));
                return new MergeWhen(IsMatched: true, OptionalExpression(c.expr()), action, span);
            case FedSqlParser.MergeNotMatchedContext c:
                Require(c.Identifier().Symbol, "MATCHED");
                return new MergeWhen(IsMatched: false, OptionalExpression(c.expr()), c.mergeInsert() is { } insert ? Insert(insert) : new MergeNothing(Between(c.DO(), c.NOTHING())), span);
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private MergeInsert Insert(FedSqlParser.MergeInsertContext context)
    {
        var overriding = context.OVERRIDING() is null ? OverridingKind.None : context.USER() is null ? OverridingKind.SystemValue : OverridingKind.UserValue;
        return new MergeInsert([.. context.assignmentTarget().Select(AssignmentTarget)], overriding, context.valuesRow() is { } row ? ValuesRow(row) : null, Span(context));
    }
}
