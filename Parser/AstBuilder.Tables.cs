using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private TableReference Table(FedSqlParser.TableReferenceContext context)
    {
        var joins = context.joinPart();
        Rise(joins.Length + 1, context);
        var table = Table(context.tablePrimary());
        foreach (var join in joins)
        {
            table = Join(table, join);
            _height--;
        }

        _height--;
        return table;
    }

    private JoinedTable Join(TableReference left, FedSqlParser.JoinPartContext context)
    {
        var right = context.tablePrimary() is { } primary ? Table(primary) : Table(context.tableReference());
        var kind = context.CROSS() is not null ? JoinType.Cross : context.joinType()?.Start.Type switch
        {
            FedSqlLexer.LEFT => JoinType.Left,
            FedSqlLexer.RIGHT => JoinType.Right,
            FedSqlLexer.FULL => JoinType.Full,
            _ => JoinType.Inner,
        };
        var condition = context.joinCondition();
        return new JoinedTable(
            left,
            kind,
            right,
            context.NATURAL() is not null,
            OptionalExpression(condition?.expr()),
            Names(condition?.columnList()),
            OptionalName(condition?.colId()),
            null,
            TextSpan.Union(left.Span, Span(context)));
    }

    private TableReference Table(FedSqlParser.TablePrimaryContext context)
    {
        var span = Span(context);
        switch (context)
        {
            case FedSqlParser.NamedTableContext c:
                return NamedTable(c.relation(), Alias(c.tableAlias()), c.tableSample() is { } sample ? Sample(sample) : null, span);
            case FedSqlParser.ParameterTableContext c:
                return new NamedTable(ObjectName(ParameterName(c.NamedParameter())), Only: false, Alias(c.tableAlias()), Sample: null, span) { IsParameter = true };
            case FedSqlParser.DerivedTableContext c:
                return new DerivedTable(Query(c.queryStatement()), c.LATERAL() is not null, Alias(c.tableAlias()), span);
            case FedSqlParser.NestedJoinContext c:
                if (Table(c.tableReference()) is not JoinedTable join) throw SyntaxError(c.RightParen().Symbol);
                return c.tableAlias() is null ? join : join with { Alias = Alias(c.tableAlias()), Span = span };
            case FedSqlParser.FunctionTableContext c:
                var function = new TableFunction(FunctionCallOf(c.tableFunction()), [], Span(c.tableFunction()));
                return FunctionTable([function], false, c.LATERAL() is not null, c.ORDINALITY() is not null, c.tableAlias(), span);
            case FedSqlParser.RowsFromTableContext c:
                return FunctionTable([.. c.rowsFromItem().Select(RowsFromItem)], true, c.LATERAL() is not null, c.ORDINALITY() is not null, c.tableAlias(), span);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static NamedTable NamedTable(FedSqlParser.RelationContext relation, TableAlias? alias, TableSample? sample, TextSpan span) =>
        new(RelationName(relation), relation.ONLY() is not null, alias, sample, span);

    /// <summary>An alias where no column can have a type.</summary>
    private TableAlias? Alias(FedSqlParser.TableAliasContext? context)
    {
        if (context is null) return null;
        if (context.colId() is not { } name) throw SyntaxError(context.LeftParen().Symbol);
        foreach (var column in context.aliasColumn())
            if (column.typeName() is { } type) throw SyntaxError(type.Start);
        return new TableAlias(Name(name), Names(context.aliasColumn()), Span(context));
    }

    /// <summary>The alias of a function may carry a column definition list, with or without a name in front.</summary>
    private FunctionTable FunctionTable(
        EquatableArray<TableFunction> functions,
        bool rowsFrom,
        bool lateral,
        bool withOrdinality,
        FedSqlParser.TableAliasContext? alias,
        TextSpan span)
    {
        var columns = alias?.aliasColumn() ?? [];
        var isDefinition = columns.Length > 0 && columns[0].typeName() is not null;
        if (alias is null || !isDefinition) return new FunctionTable(functions, rowsFrom, lateral, withOrdinality, Alias(alias), [], span);
        var name = alias.colId() is { } id ? new TableAlias(Name(id), [], Span(alias)) : null;
        return new FunctionTable(functions, rowsFrom, lateral, withOrdinality, name, [.. columns.Select(FunctionColumn)], span);
    }

    private SyntaxExpression FunctionCallOf(FedSqlParser.TableFunctionContext context) => context.specialFunction() is { } special
        ? SpecialFunction(special)
        : Call(FunctionName(context.functionName()), context.arguments(), Span(context));

    private TableFunction RowsFromItem(FedSqlParser.RowsFromItemContext context) =>
        new(FunctionCallOf(context.tableFunction()), [.. context.aliasColumn().Select(FunctionColumn)], Span(context));

    private FunctionColumn FunctionColumn(FedSqlParser.AliasColumnContext context)
    {
        if (context.typeName() is not { } type) throw SyntaxError(context.Stop);
        return new FunctionColumn(Name(context.colId()), Type(type), context.qualifiedName() is { } collation ? ObjectName(collation) : null, Span(context));
    }

    private TableSample Sample(FedSqlParser.TableSampleContext context) =>
        new(FunctionName(context.functionName()), Expressions(context.exprList()), OptionalExpression(context.expr()), Span(context));
}
