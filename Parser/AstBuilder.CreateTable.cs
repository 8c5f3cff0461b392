using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private CreateTableStatement CreateTable(FedSqlParser.CreateTableStatementContext context)
    {
        if (context.INHERITS() is { } inherits) throw GatewayException.Unsupported("INHERITS", Span(inherits));
        if (context.partitionBy() is { } partition) throw GatewayException.Unsupported("PARTITION BY", Span(partition));
        List<ColumnDefinition> columns = [];
        List<TableConstraint> constraints = [];
        List<LikeTable> likes = [];
        foreach (var element in context.tableElement())
        {
            if (element.columnDefinition() is { } column) columns.Add(Column(column));
            else if (element.tableConstraint() is { } constraint) constraints.Add(TableConstraint(constraint));
            else likes.Add(Like(element, columns.Count));
        }

        return new CreateTableStatement(
            ObjectName(context.qualifiedName(0)),
            [.. columns],
            [.. constraints],
            [.. likes],
            context.EXISTS() is not null,
            IsTemporary(context.tableKind()),
            OnCommit(context.onCommit()),
            Span(context));
    }

    private CreateTableAsStatement CreateTableAs(FedSqlParser.CreateTableAsStatementContext context)
    {
        if (context.executeStatement() is { } execute) throw GatewayException.Unsupported("CREATE TABLE ... AS EXECUTE", Span(execute));
        return new CreateTableAsStatement(
            ObjectName(context.qualifiedName()),
            Names(context.columnList()),
            Query(context.queryStatement()),
            context.NO() is null,
            context.EXISTS() is not null,
            IsTemporary(context.tableKind()),
            OnCommit(context.onCommit()),
            Span(context));
    }

    /// <summary>HANA's <c>CREATE TABLE t LIKE other</c>: the columns and their nullability; WITH DATA would copy the rows too.</summary>
    private static CreateTableStatement CreateTableLike(FedSqlParser.CreateTableLikeStatementContext context)
    {
        if (context.DATA() is { } data && context.NO() is null) throw GatewayException.Unsupported("CREATE TABLE ... LIKE ... WITH DATA", Span(data));
        var like = new LikeTable(ObjectName(context.qualifiedName(1)), [], 0, Between(context.LIKE(), context.qualifiedName(1)));
        return new CreateTableStatement(
            ObjectName(context.qualifiedName(0)), [], [], [like], context.EXISTS() is not null, IsTemporary(context.tableKind()), OnCommitAction.PreserveRows, Span(context));
    }

    private static bool IsTemporary(FedSqlParser.TableKindContext context) => context.TEMPORARY() is not null || context.TEMP() is not null;

    private static OnCommitAction OnCommit(FedSqlParser.OnCommitContext? context) =>
        context?.DROP() is not null ? OnCommitAction.Drop : context?.DELETE() is not null ? OnCommitAction.DeleteRows : OnCommitAction.PreserveRows;

    private static LikeTable Like(FedSqlParser.TableElementContext context, int position)
    {
        var including = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < context.ChildCount - 1; i++)
        {
            if (context.GetChild(i + 1) is not FedSqlParser.ColLabelContext label) continue;
            if (context.GetChild(i).GetText().Equals("including", StringComparison.OrdinalIgnoreCase)) including.Add(Name(label).Text);
            else including.Remove(Name(label).Text);
        }

        return new LikeTable(ObjectName(context.qualifiedName()), [.. including], position, Span(context));
    }

    private ColumnDefinition Column(FedSqlParser.ColumnDefinitionContext context) =>
        new(Name(context.colId()), Type(context.typeName()), [.. context.columnConstraint().Select(ColumnConstraint)], Span(context));

    private ColumnConstraint ColumnConstraint(FedSqlParser.ColumnConstraintContext context)
    {
        var span = Span(context);
        if (context.COLLATE() is not null) return new CollationConstraint(ObjectName(context.qualifiedName()), span);
        if (context.columnConstraintBody() is not { } body)
            throw GatewayException.Unsupported($"{context.Start.Text.ToUpperInvariant()} of a column", span);
        var name = OptionalName(context.colId());
        if (body is FedSqlParser.KeyConstraintContext key) RejectNullsNotDistinct(key.nullsDistinct());
        return body switch
        {
            FedSqlParser.NotNullConstraintContext => new NullabilityConstraint(name, Nullable: false, span),
            FedSqlParser.NullConstraintContext => new NullabilityConstraint(name, Nullable: true, span),
            FedSqlParser.DefaultConstraintContext c => new DefaultConstraint(name, Bexpression(c.bexpr()), Source(c.bexpr()), span),
            FedSqlParser.KeyConstraintContext c => new ColumnKeyConstraint(name, c.PRIMARY() is not null, span),
            FedSqlParser.CheckConstraintContext c => new ColumnCheckConstraint(name, Expression(c.expr()), Source(c.expr()), span),
            FedSqlParser.ReferenceConstraintContext c => new ColumnReferenceConstraint(name, ForeignKey(c.foreignKeyTarget()), span),
            FedSqlParser.IdentityConstraintContext c => new IdentityConstraint(name, c.ALWAYS() is not null, [.. c.sequenceOption().Select(SequenceOption)], span),
            FedSqlParser.GeneratedConstraintContext c => new GeneratedConstraint(name, Expression(c.expr()), Source(c.expr()), span),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static ForeignKeyTarget ForeignKey(FedSqlParser.ForeignKeyTargetContext context)
    {
        // The lists of SET NULL (columns) come after ON.
        var columns = context.columnList().FirstOrDefault(list => context.ON().All(on => list.Start.TokenIndex < on.Symbol.TokenIndex));
        return new ForeignKeyTarget(ObjectName(context.qualifiedName()), Names(columns), Span(context));
    }

    private TableConstraint TableConstraint(FedSqlParser.TableConstraintContext context)
    {
        var span = Span(context);
        var name = OptionalName(context.colId());
        var body = context.tableConstraintBody();
        if (body.EXCLUDE() is not null) throw GatewayException.Unsupported("EXCLUDE constraint", span);
        if (body.INDEX() is { } index) throw GatewayException.Unsupported("USING INDEX", Span(index));
        RejectNullsNotDistinct(body.nullsDistinct());
        if (body.CHECK() is not null) return new CheckConstraint(name, Expression(body.expr()), Source(body.expr()), span);
        return body.FOREIGN() is null
            ? new KeyConstraint(name, body.PRIMARY() is not null, Names(body.columnList(0)), span)
            : new ForeignKeyConstraint(name, Names(body.columnList(0)), ForeignKey(body.foreignKeyTarget()), span);
    }

    private static void RejectNullsNotDistinct(FedSqlParser.NullsDistinctContext? context)
    {
        if (context?.NOT() is not null) throw GatewayException.Unsupported("NULLS NOT DISTINCT", Span(context));
    }
}
