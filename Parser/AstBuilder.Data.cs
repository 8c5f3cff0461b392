using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private InsertStatement Insert(WithClause? with, FedSqlParser.InsertContext context, TextSpan span)
    {
        var source = context.insertSource();
        var overriding = source.OVERRIDING() is null ? OverridingKind.None : source.USER() is null ? OverridingKind.SystemValue : OverridingKind.UserValue;
        return new InsertStatement(
            with,
            ObjectName(context.qualifiedName()),
            OptionalName(context.colId()),
            [.. source.assignmentTarget().Select(AssignmentTarget)],
            overriding,
            source.queryStatement() is { } query ? Query(query) : null,
            context.onConflict() is { } conflict ? OnConflict(conflict) : null,
            Returning(context.returning()),
            span);
    }

    private UpsertStatement Upsert(WithClause? with, FedSqlParser.UpsertContext context, TextSpan span)
    {
        var target = ObjectName(context.qualifiedName());
        EquatableArray<AssignmentTarget> columns = [.. context.assignmentTarget().Select(AssignmentTarget)];
        if (context.queryStatement() is { } query) return new UpsertStatement(with, target, columns, Query(query), Where: null, ByKey: true, span);
        var row = ValuesRow(context.valuesRow());
        var values = new QueryStatement(null, new ValuesBody([row], row.Span), [], null, [], [], row.Span);
        return new UpsertStatement(with, target, columns, values, Where(context.whereClause()), context.PRIMARY() is not null, span);
    }

    private static AssignmentTarget AssignmentTarget(FedSqlParser.AssignmentTargetContext context) =>
        new(Name(context.colId()), context.indirection().Length == 0, Span(context));

    private OnConflictClause OnConflict(FedSqlParser.OnConflictContext context)
    {
        // Both the target and DO UPDATE may have a WHERE; the target's comes before DO.
        var wheres = context.whereClause();
        var targetWhere = wheres.FirstOrDefault(where => where.Start.TokenIndex < context.DO().Symbol.TokenIndex);
        return new OnConflictClause(
            [.. context.conflictTarget().Select(target => IndexKey(target.indexKey()))],
            Where(targetWhere),
            OptionalName(context.colId()),
            [.. context.assignment().Select(Assignment)],
            Where(wheres.FirstOrDefault(where => where != targetWhere)),
            Span(context));
    }

    private EquatableArray<SelectItem> Returning(FedSqlParser.ReturningContext? context) => context is null ? [] : SelectItems(context.selectItem());

    private Assignment Assignment(FedSqlParser.AssignmentContext context)
    {
        var value = context.valueItem() is { } item ? Value(item)
            : context.valuesRow() is { } row ? new RowExpression(ValuesRow(row).Items, context.ROW() is not null, Span(row))
            : Expression(context.expr());
        return new Assignment([.. context.assignmentTarget().Select(AssignmentTarget)], value, Span(context));
    }

    private UpdateStatement Update(WithClause? with, FedSqlParser.UpdateContext context, TextSpan span)
    {
        var (alias, cursor) = AliasAndCursor(context.colId(), context.CURRENT() is not null);
        return new UpdateStatement(
            with,
            RelationName(context.relation()),
            context.relation().ONLY() is not null,
            alias,
            [.. context.assignment().Select(Assignment)],
            context.fromClause() is { } from ? [.. from.tableReference().Select(Table)] : [],
            Where(context.whereClause()),
            cursor,
            Returning(context.returning()),
            span);
    }

    private DeleteStatement Delete(WithClause? with, FedSqlParser.DeleteContext context, TextSpan span)
    {
        var (alias, cursor) = AliasAndCursor(context.colId(), context.CURRENT() is not null);
        return new DeleteStatement(
            with,
            RelationName(context.relation()),
            context.relation().ONLY() is not null,
            alias,
            [.. context.tableReference().Select(Table)],
            Where(context.whereClause()),
            cursor,
            Returning(context.returning()),
            span);
    }

    /// <summary>Of the names of UPDATE and DELETE the last is the cursor's when there is one.</summary>
    private static (Identifier? Alias, Identifier? Cursor) AliasAndCursor(FedSqlParser.ColIdContext[] names, bool hasCursor)
    {
        var cursor = hasCursor ? Name(names[^1]) : null;
        return (names.Length > (hasCursor ? 1 : 0) ? Name(names[0]) : null, cursor);
    }

    private static TruncateStatement Truncate(FedSqlParser.TruncateStatementContext context) =>
        new([.. context.relation().Select(RelationName)], context.RESTART() is not null, Behavior(context.dropBehavior()), Span(context));

    private static DropBehavior Behavior(FedSqlParser.DropBehaviorContext? context) =>
        context?.CASCADE() is null ? DropBehavior.Restrict : DropBehavior.Cascade;

    private CopyStatement Copy(FedSqlParser.CopyStatementContext context)
    {
        List<StatementOption> options = [];
        if (context.BINARY() is { } binary) options.Add(new StatementOption("format", ["binary"], Span(binary)));
        if (context.DELIMITERS() is { } delimiters) options.Add(new StatementOption("delimiter", [Text(context.StringLiteral()[^1])], Span(delimiters)));
        options.AddRange(context.option().Select(Option));
        options.AddRange(context.copyOption().Select(CopyOption));

        var isFrom = context.FROM() is not null;
        var hasFile = context.STDIN() is null && context.STDOUT() is null;
        var source = context.preparableStatement() is { } statement ? Preparable(statement) : null;
        if (source is not null && isFrom) throw SyntaxError(context.FROM().Symbol);
        return new CopyStatement(
            context.qualifiedName() is { } table ? ObjectName(table) : null,
            Names(context.columnList()),
            source,
            isFrom,
            hasFile ? Text(context.StringLiteral(0)) : null,
            context.PROGRAM() is not null,
            [.. options],
            Where(context.whereClause()),
            Span(context));
    }

    /// <summary>An option of the old syntax as the new one writes it.</summary>
    private static StatementOption CopyOption(FedSqlParser.CopyOptionContext context)
    {
        var span = Span(context);
        switch (context.Start.Type)
        {
            case FedSqlLexer.CSV:
                return new StatementOption("format", ["csv"], span);
            case FedSqlLexer.BINARY:
                return new StatementOption("format", ["binary"], span);
            case FedSqlLexer.FORCE:
                var name = context.QUOTE() is not null ? "force_quote" : context.NOT() is not null ? "force_not_null" : "force_null";
                return new StatementOption(name, context.Star() is not null ? ["*"] : [.. context.colId().Select(column => Name(column).Text)], span);
            default:
                return new StatementOption(Fold(context.Start.Text), context.StringLiteral() is { } value ? [Text(value)] : [], span);
        }
    }

    private static StatementOption Option(FedSqlParser.OptionContext context) =>
        new(Name(context.optionName()).Text, context.optionValue() is { } value ? OptionValue(value) : [], Span(context));

    private static EquatableArray<string> OptionValue(FedSqlParser.OptionValueContext context) =>
        context.optionWord() is { Length: > 0 } words ? [.. words.Select(Word)] : [SignedText(context)];

    /// <summary>A string's value, or a word folded.</summary>
    private static string Word(ParserRuleContext context) =>
        context.Start.Type == FedSqlLexer.StringLiteral ? context.Start.Text : Name(context).Text;

    /// <summary>A number with its minus, or a star.</summary>
    private static string SignedText(ParserRuleContext context)
    {
        var last = context.Stop.Type is FedSqlLexer.IntegerLiteral or FedSqlLexer.NumericLiteral ? Number(context.Stop).Text : context.Stop.Text;
        return context.Start.Type == FedSqlLexer.Minus ? "-" + last : last;
    }
}
