using System.Diagnostics;
using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>Tasks.</summary>
internal sealed partial class AstBuilder
{
    private CreateReplicationTaskStatement CreateTask(FedSqlParser.CreateTaskStatementContext context)
    {
        var mode = context.taskMode() switch
        {
            { } logical when logical.LOGICAL() is not null => ReplicationMode.LogicalDelete,
            { } preserve when preserve.PRESERVE() is not null => ReplicationMode.PreserveAll,
            _ => ReplicationMode.Replication,
        };
        var extent = context.INITIAL() is not null ? ReplicationExtent.InitialLoadOnly : context.REALTIME() is not null ? ReplicationExtent.RealtimeOnly : ReplicationExtent.Both;
        var where = context.expr();
        return new CreateReplicationTaskStatement(
            ObjectName(context.qualifiedName(0)), ObjectName(context.source), ObjectName(context.target), mode, extent, where is null ? null : Expression(where), where is null ? null : Source(where),
            context.taskPartitions() is { } partitions ? Partitions(partitions) : null, Span(context));
    }

    private PartitionClause Partitions(FedSqlParser.TaskPartitionsContext context)
    {
        switch (context)
        {
            case FedSqlParser.RangePartitionsContext range when range.exprList() is null:
                Require(range.Identifier().Symbol, "PARTITIONS");
                if (!int.TryParse(range.IntegerLiteral().GetText(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) throw SyntaxError(range.IntegerLiteral().Symbol);
                return new EqualPartitions(Name(range.colId()), count, Source(context), Span(context));
            case FedSqlParser.RangePartitionsContext range:
                return new RangePartitions(Name(range.colId()), Expressions(range.exprList()), Source(context), Span(context));
            case FedSqlParser.ListPartitionsContext list:
                Require(list.Identifier().Symbol, "LIST");
                return new ListPartitions(Name(list.colId()), list.partitionValues().Select(values => Expressions(values.exprList())).ToEquatableArray(), Source(context), Span(context));
            default:
                throw new UnreachableException();
        }
    }

    private CreateTaskStatement CreateTask(FedSqlParser.CreateProcedureTaskStatementContext context) => new(ObjectName(context.qualifiedName(0)), context.procedure is { } procedure ? ObjectName(procedure) : null, Span(context))
    {
        Parameters = context.procedureParameter().Select(ProcedureParameter).ToEquatableArray(),
        Body = context.StringLiteral() is { } text ? BodyOf(text) : null,
    };

    private StartTaskStatement StartTask(FedSqlParser.StartTaskStatementContext context) => new(ObjectName(context.qualifiedName()), context.ASYNC() is not null, Span(context))
    {
        Arguments = GivenArguments(context.givenArguments(), context.procedureArguments()),
    };

    private CancelTaskStatement CancelTask(FedSqlParser.CancelTaskStatementContext context)
    {
        if (!long.TryParse(context.execution.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var execution)) throw SyntaxError(context.execution);
        var seconds = 0;
        if (context.seconds is { } wait && !int.TryParse(wait.Text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds)) throw SyntaxError(wait);
        return new CancelTaskStatement(execution, context.seconds is null ? null : seconds, Span(context));
    }

    private static DropTaskStatement DropTask(FedSqlParser.DropTaskStatementContext context) => new(ObjectNames(context.qualifiedName()), context.EXISTS() is not null, Behavior(context.dropBehavior()), Span(context));
}
