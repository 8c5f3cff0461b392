using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>Remote subscriptions and their exceptions.</summary>
internal sealed partial class AstBuilder
{
    private CreateRemoteSubscriptionStatement CreateRemoteSubscription(FedSqlParser.CreateRemoteSubscriptionStatementContext context)
    {
        var query = context.queryStatement();
        var propagated = context.CHANGES() is null ? PropagatedChanges.None : context.RESTRICTED() is null ? PropagatedChanges.All : PropagatedChanges.Restricted;
        return new CreateRemoteSubscriptionStatement(
            ObjectName(context.qualifiedName(0)), context.subscribed is { } table ? ObjectName(table) : null, query is null ? null : Query(query), query is null ? null : Source(query), propagated,
            SubscriptionTarget(context), Span(context));
    }

    private SubscriptionTargetClause SubscriptionTarget(FedSqlParser.CreateRemoteSubscriptionStatementContext context)
    {
        var start = Span(context.TARGET()).Start;
        var span = new TextSpan(start, Span(context).End - start);
        if (context.target is not { } target)
        {
            if (context.StringLiteral() is { } text)
            {
                return new SubscriptionTargetClause(context.TASK() is null ? SubscriptionTargetKind.Procedure : SubscriptionTargetKind.Task, ObjectName(context.qualifiedName(0)), [], LoadBehavior.Normal, span) { Body = BodyOf(text) };
            }

            return new SubscriptionTargetClause(context.TASK() is null ? SubscriptionTargetKind.Procedure : SubscriptionTargetKind.Task, ObjectName(context.program), [], LoadBehavior.Normal, span)
            {
                Arguments = GivenArguments(context.givenArguments(), context.procedureArguments()),
            };
        }

        return TargetTable(target, context.changeColumn(), context.INSERT() is not null, context.UPSERT() is not null, span);
    }

    private static SubscriptionTargetClause TargetTable(FedSqlParser.QualifiedNameContext target, FedSqlParser.ChangeColumnContext[] columns, bool isInsert, bool isUpsert, TextSpan span) => new(
        SubscriptionTargetKind.Table, ObjectName(target),
        [.. columns.Select(column => new ChangeColumnClause(
            column.TYPE() is not null ? ChangeColumnKind.Type : column.TIME() is not null ? ChangeColumnKind.Time : ChangeColumnKind.Sequence, Name(column.colId()), Span(column)))],
        isInsert ? LoadBehavior.Insert : isUpsert ? LoadBehavior.Upsert : LoadBehavior.Normal,
        span);

    private RedefineRemoteSubscriptionStatement RedefineRemoteSubscription(ObjectName name, FedSqlParser.AlterRemoteSubscriptionStatementContext context)
    {
        var query = context.subscribedRows()?.queryStatement();
        var target = context.alteredTarget() is { } given ? TargetTable(given.qualifiedName(), given.changeColumn(), given.INSERT() is not null, given.UPSERT() is not null, Span(given)) : null;
        return new RedefineRemoteSubscriptionStatement(
            name, context.subscribedRows()?.qualifiedName() is { } table ? ObjectName(table) : null, query is null ? null : Query(query), query is null ? null : Source(query), target, Span(context));
    }

    private Statement AlterRemoteSubscription(FedSqlParser.AlterRemoteSubscriptionStatementContext context)
    {
        var name = ObjectName(context.qualifiedName());
        if (context.subscribedRows() is not null || context.alteredTarget() is not null) return RedefineRemoteSubscription(name, context);
        if (context.roleName() is { } owner) return new ChangeSubscriptionOwnerStatement(name, Name(owner), Span(context));
        var command = context.QUEUE() is not null ? SubscriptionCommand.Queue : context.DISTRIBUTE() is not null ? SubscriptionCommand.Distribute : context.RESYNC() is not null ? SubscriptionCommand.Resync : SubscriptionCommand.Reset;
        return new AlterRemoteSubscriptionStatement(name, command, Span(context)) { Where = OptionalExpression(context.expr()), WhereText = context.expr() is { } where ? Source(where) : null };
    }

    private static DropRemoteSubscriptionStatement DropRemoteSubscription(FedSqlParser.DropRemoteSubscriptionStatementContext context) =>
        new(ObjectNames(context.qualifiedName()), context.EXISTS() is not null, Span(context));

    private ProcessRemoteSubscriptionExceptionStatement ProcessException(FedSqlParser.ProcessExceptionStatementContext context)
    {
        if (context is FedSqlParser.ProcessExceptionContext one)
        {
            if (!long.TryParse(one.IntegerLiteral().GetText(), NumberStyles.None, CultureInfo.InvariantCulture, out var oid)) throw SyntaxError(one.IntegerLiteral().Symbol);
            return new ProcessRemoteSubscriptionExceptionStatement(oid, null, one.RETRY() is not null ? ExceptionCommand.Retry : ExceptionCommand.Ignore, Span(context));
        }

        var several = (FedSqlParser.ProcessExceptionsContext)context;
        var command = several.RETRY() is not null ? ExceptionCommand.Retry : several.IGNORE() is not null ? ExceptionCommand.Ignore : ExceptionCommand.Purge;
        return new ProcessRemoteSubscriptionExceptionStatement(null, several.expr() is { } where ? Expression(where) : null, command, Span(context));
    }
}
