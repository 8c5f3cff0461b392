using Antlr4.Runtime;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>HANA's statements about data statistics.</summary>
internal sealed partial class AstBuilder
{
    private CreateStatisticsStatement CreateStatistics(FedSqlParser.CreateStatisticsStatementContext context)
    {
        // CREATE STATISTICS [name] ON table: the last name is the table's.
        var names = context.qualifiedName();
        var clauses = Clauses(context.statisticsWord(), context);
        clauses.ReadKind(allowsAll: false);
        var properties = clauses.ReadProperties();
        return new CreateStatisticsStatement(
            names.Length == 2 ? ObjectName(names[0]) : null, ObjectName(names[^1]), Names(context.columnList()), clauses.Kind, properties, Span(context));
    }

    private AlterStatisticsStatement AlterStatistics(FedSqlParser.AlterStatisticsStatementContext context)
    {
        var clauses = Clauses(context.statisticsWord(), context);
        var selection = Selection(context.statisticsReference(), clauses);
        clauses.Skip("SET");
        return new AlterStatisticsStatement(selection, clauses.ReadProperties(), Span(context));
    }

    private RefreshStatisticsStatement RefreshStatistics(FedSqlParser.RefreshStatisticsStatementContext context)
    {
        var clauses = Clauses(context.statisticsWord(), context);
        var selection = Selection(context.statisticsReference(), clauses);
        clauses.ReadEnd();
        return new RefreshStatisticsStatement(selection, Span(context));
    }

    private DropStatisticsStatement DropStatistics(FedSqlParser.DropStatisticsStatementContext context)
    {
        var clauses = Clauses(context.statisticsWord(), context);
        var selection = Selection(context.statisticsReference(), clauses);
        clauses.ReadEnd();
        return new DropStatisticsStatement(selection, context.EXISTS() is not null, Span(context));
    }

    private StatisticsClauses Clauses(FedSqlParser.StatisticsWordContext[] words, ParserRuleContext statement) =>
        new([.. words.Select(word => word.Start)], Span(statement), SyntaxError);

    private static StatisticsSelection Selection(FedSqlParser.StatisticsReferenceContext context, StatisticsClauses clauses)
    {
        var isOnTable = context.ON() is not null;
        var match = isOnTable ? clauses.ReadMatch() : StatisticsMatch.Within;
        if (isOnTable) clauses.ReadFilter();
        var names = context.qualifiedName();
        return new StatisticsSelection(
            isOnTable ? [] : ObjectNames(names), isOnTable ? ObjectName(names[0]) : null, Names(context.columnList()), match, clauses.Kind, clauses.WantsAutomatic, Span(context));
    }
}
