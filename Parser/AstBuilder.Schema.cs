using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private static CreateSchemaStatement CreateSchema(FedSqlParser.CreateSchemaStatementContext context)
    {
        if (context.schemaElement() is { } element) throw GatewayException.Unsupported("CREATE SCHEMA with objects in it", Span(element));
        return new CreateSchemaStatement(OptionalName(context.colId()), OptionalName(context.roleName()), context.EXISTS() is not null, Span(context));
    }

    private CreateViewStatement CreateView(FedSqlParser.CreateViewStatementContext context) => new(
        ObjectName(context.qualifiedName()),
        Names(context.columnList()),
        context.REPLACE() is not null,
        context.TEMPORARY() is not null || context.TEMP() is not null,
        context.RECURSIVE() is not null,
        [.. context.storageOption().Select(StorageOption)],
        Query(context.queryStatement()),
        Source(context.queryStatement()),
        context.CHECK() is not null,
        Span(context));

    private static StatementOption StorageOption(FedSqlParser.StorageOptionContext context) => new(
        string.Join('.', context.colLabel().Select(label => Name(label).Text)),
        context.optionValue() is { } value ? OptionValue(value) : [],
        Span(context));

    private CreateIndexStatement CreateIndex(FedSqlParser.CreateIndexStatementContext context)
    {
        RejectNullsNotDistinct(context.nullsDistinct());
        var method = context.USING() is null ? null : context.colId()[^1];
        var name = context.colId().FirstOrDefault(id => id != method);
        return new CreateIndexStatement(
            OptionalName(name),
            RelationName(context.relation()),
            context.UNIQUE() is not null,
            context.EXISTS() is not null,
            OptionalName(method),
            [.. context.indexColumn().Select(IndexColumn)],
            Where(context.whereClause()),
            Span(context));
    }

    private SyntaxExpression IndexKey(FedSqlParser.IndexKeyContext context)
    {
        SyntaxExpression key = context.colId() is { } column ? new ColumnReference(ObjectName(Name(column)), Span(column))
            : context.tableFunction() is { } function ? FunctionCallOf(function)
            : Expression(context.expr());
        return context.COLLATE() is { } collate ? new CollateExpression(key, ObjectName(context.qualifiedName(0)), Between(collate, context.qualifiedName(0))) : key;
    }

    private SortItem IndexColumn(FedSqlParser.IndexColumnContext context) => new(
        IndexKey(context.indexKey()),
        context.DESC() is not null,
        null,
        context.NULLS() is null ? NullsOrder.Default : context.FIRST() is null ? NullsOrder.Last : NullsOrder.First,
        Span(context));

    private static DropStatement Drop(FedSqlParser.DropStatementContext context)
    {
        var kind = context switch
        {
            _ when context.VIRTUAL() is not null || context.FOREIGN() is not null => ObjectKind.VirtualTable,
            _ when context.TABLE() is not null => ObjectKind.Table,
            _ when context.VIEW() is not null => ObjectKind.View,
            _ when context.INDEX() is not null => ObjectKind.Index,
            _ when context.SEQUENCE() is not null => ObjectKind.Sequence,
            _ when context.SCHEMA() is not null => ObjectKind.Schema,
            _ when context.ADAPTER() is not null => ObjectKind.Adapter,
            _ => ObjectKind.RemoteSource,
        };
        return new DropStatement(
            kind, ObjectNames(context.qualifiedName()), context.EXISTS() is not null, Behavior(context.dropBehavior()), context.WITH() is not null, Span(context));
    }

    private static CommentStatement Comment(FedSqlParser.CommentStatementContext context)
    {
        var kind = context switch
        {
            _ when context.VIRTUAL() is not null || context.FOREIGN() is not null => ObjectKind.VirtualTable,
            _ when context.TABLE() is not null => ObjectKind.Table,
            _ when context.MATERIALIZED() is not null => ObjectKind.MaterializedView,
            _ when context.VIEW() is not null => ObjectKind.View,
            _ when context.COLUMN() is not null => ObjectKind.Column,
            _ when context.SCHEMA() is not null => ObjectKind.Schema,
            _ when context.INDEX() is not null => ObjectKind.Index,
            _ when context.SEQUENCE() is not null => ObjectKind.Sequence,
            _ when context.DATABASE() is not null => ObjectKind.Database,
            _ when context.ADAPTER() is not null => ObjectKind.Adapter,
            _ => ObjectKind.RemoteSource,
        };
        return new CommentStatement(kind, ObjectName(context.qualifiedName()), OptionalText(context.StringLiteral()), Span(context));
    }

    private AlterTableStatement AlterTable(FedSqlParser.AlterTableStatementContext context)
    {
        var kind = context.VIEW() is not null ? ObjectKind.View : context.INDEX() is not null ? ObjectKind.Index : ObjectKind.Table;
        return new AlterTableStatement(
            kind, RelationName(context.relation()), context.EXISTS() is not null, [.. context.alterTableAction().Select(AlterTableAction)], Span(context));
    }

    private AlterTableAction AlterTableAction(FedSqlParser.AlterTableActionContext context)
    {
        var span = Span(context);
        return context switch
        {
            FedSqlParser.AddColumnContext c => new AddColumnAction(Column(c.columnDefinition()), c.EXISTS() is not null, span),
            FedSqlParser.AddConstraintContext c => new AddConstraintAction(TableConstraint(c.tableConstraint()), span),
            FedSqlParser.DropConstraintContext c => new DropConstraintAction(Name(c.colId()), c.EXISTS() is not null, Behavior(c.dropBehavior()), span),
            FedSqlParser.DropColumnContext c => new DropColumnAction(Name(c.colId()), c.EXISTS() is not null, Behavior(c.dropBehavior()), span),
            FedSqlParser.RenameTableContext c => new RenameTableAction(Name(c.colId()), span),
            FedSqlParser.RenameColumnContext c => new RenameColumnAction(Name(c.colId(0)), Name(c.colId(1)), span),
            FedSqlParser.SetSchemaContext c => new SetSchemaAction(Name(c.colId()), span),
            FedSqlParser.AlterColumnTypeContext c => new AlterColumnTypeAction(Name(c.colId()), Type(c.typeName()), OptionalExpression(c.expr()), span),
            FedSqlParser.AlterColumnDefaultContext c => new AlterColumnDefaultAction(
                Name(c.colId()), OptionalExpression(c.expr()), c.expr() is { } value ? Source(value) : null, span),
            FedSqlParser.AlterColumnNullabilityContext c => new AlterColumnNullabilityAction(Name(c.colId()), c.DROP() is not null, span),
            FedSqlParser.AddIdentityContext c => new AddIdentityAction(Name(c.colId()), c.ALWAYS() is not null, [.. c.sequenceOption().Select(SequenceOption)], span),
            FedSqlParser.DropIdentityContext c => new DropIdentityAction(Name(c.colId()), c.EXISTS() is not null, span),
            FedSqlParser.ChangeSecurityContext c => new ChangeSecurityAction(SecurityAction(c.tableSecurityAction()), span),
            FedSqlParser.ChangeOwnerContext c => new ChangeOwnerAction(Name(c.roleName()), span),
            _ => new UnsupportedAlterAction($"ALTER TABLE ... {LeadingWords(context)}", span),
        };
    }

    /// <summary>The first two words of what is not modelled, in capitals.</summary>
    private string LeadingWords(FedSqlParser.AlterTableActionContext context) =>
        string.Join(' ', Source(context).Split((char[])[' ', '\t', '\n', '\r', '('], 3, StringSplitOptions.RemoveEmptyEntries).Take(2)).ToUpperInvariant();
}
