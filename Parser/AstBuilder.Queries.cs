using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    /// <summary>A query or a data statement where either may stand; SELECT … INTO makes a table.</summary>
    private Statement TopLevel(FedSqlParser.PreparableStatementContext context)
    {
        if (IntoClause(context.query()) is not { } into) return Preparable(context);
        var query = Query(context.withClause(), context.query(), Span(context), intoAllowed: true);
        var isTemporary = into.TEMPORARY() is not null || into.TEMP() is not null;
        return new CreateTableAsStatement(
            ObjectName(into.qualifiedName()), [], query, WithData: true, IfNotExists: false, isTemporary, OnCommitAction.PreserveRows, Span(context));
    }

    private static FedSqlParser.IntoClauseContext? IntoClause(FedSqlParser.QueryContext? query) =>
        (query?.queryBody() as FedSqlParser.SelectOperandContext)?.select().intoClause();

    private Statement Preparable(FedSqlParser.PreparableStatementContext context)
    {
        var with = context.withClause();
        if (context.query() is { } query) return Query(with, query, Span(context));
        var clause = with is null ? null : With(with);
        if (context.insert() is { } insert) return Insert(clause, insert, Span(context));
        if (context.update() is { } update) return Update(clause, update, Span(context));
        if (context.delete() is { } delete) return Delete(clause, delete, Span(context));
        if (context.upsert() is { } upsert) return Upsert(clause, upsert, Span(context));
        return Merge(clause, context.merge(), Span(context));
    }

    private QueryStatement Query(FedSqlParser.QueryStatementContext context) => Query(context.withClause(), context.query(), Span(context));

    private QueryStatement Query(FedSqlParser.WithClauseContext? with, FedSqlParser.QueryContext context, TextSpan span, bool intoAllowed = false)
    {
        Rise(1, context);
        var clause = with is null ? null : With(with);
        var (body, limit) = Body(context.queryBody(), intoAllowed);
        var orderBy = SortItems(context.orderByClause());
        var locking = new List<LockingClause>();
        foreach (var tail in context.queryTail())
        {
            if (tail is FedSqlParser.LockTailContext lockTail) locking.Add(Locking(lockTail));
            else limit = AddLimit(limit, tail);
        }

        EquatableArray<Hint> hints = context.hintClause() is { } hint ? [.. hint.hint().Select(Hint)] : [];
        _height--;
        var isBare = clause is null && orderBy.IsEmpty && limit is null && locking.Count == 0 && hints.IsEmpty;
        // A query in parentheses and nothing else is that query.
        return isBare && body is NestedQueryBody nested ? nested.Query : new QueryStatement(clause, body, orderBy, limit, [.. locking], hints, span);
    }

    /// <summary>The body, and the limit of a TOP in it, which is the limit of the query when the body is all there is.</summary>
    private (QueryBody Body, LimitClause? Limit) Body(FedSqlParser.QueryBodyContext context, bool intoAllowed = false)
    {
        List<FedSqlParser.SetOperationContext> spine = [];
        var first = context;
        while (first is FedSqlParser.SetOperationContext operation)
        {
            spine.Add(operation);
            first = operation.queryBody(0);
        }

        if (spine.Count == 0) return Operand(first, intoAllowed);
        Rise(spine.Count, context);
        var body = SetOperand(first);
        for (var i = spine.Count - 1; i >= 0; i--)
        {
            var right = SetOperand(spine[i].queryBody(1));
            var kind = spine[i].INTERSECT() is not null ? SetOperator.Intersect : spine[i].UNION() is not null ? SetOperator.Union : SetOperator.Except;
            body = new SetOperationBody(body, kind, spine[i].ALL() is not null, right, TextSpan.Union(body.Span, right.Span));
            _height--;
        }

        return (body, null);
    }

    private QueryBody SetOperand(FedSqlParser.QueryBodyContext context)
    {
        var (body, limit) = Body(context);
        return limit is null ? body : new NestedQueryBody(new QueryStatement(null, body, [], limit, [], [], body.Span), body.Span);
    }

    private (QueryBody Body, LimitClause? Limit) Operand(FedSqlParser.QueryBodyContext context, bool intoAllowed) => context switch
    {
        FedSqlParser.SelectOperandContext c => (Select(c.select(), intoAllowed), Top(c.select().top())),
        FedSqlParser.ValuesOperandContext c => (Values(c.valuesClause()), null),
        FedSqlParser.TableOperandContext c => (WholeTable(c), null),
        FedSqlParser.NestedOperandContext c => (Nested(c), null),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private QueryBody Nested(FedSqlParser.NestedOperandContext context)
    {
        var query = Query(context.queryStatement());
        var isBare = query is { With: null, OrderBy.IsEmpty: true, Limit: null, Locking.IsEmpty: true, Hints.IsEmpty: true };
        return isBare ? query.Body : new NestedQueryBody(query, Span(context));
    }

    private static LimitClause? Top(FedSqlParser.TopContext? context)
    {
        if (context is null) return null;
        SyntaxExpression count = context.Parameter() is { } parameter ? Parameter(parameter.Symbol) : Number(context.IntegerLiteral().Symbol);
        return new LimitClause(count, null, WithTies: false, Span(context));
    }

    private static SelectBody WholeTable(FedSqlParser.TableOperandContext context)
    {
        var span = Span(context);
        var star = new SelectItem(new StarExpression(null, Span(context.TABLE())), null, Span(context.TABLE()));
        return new SelectBody(null, [star], [NamedTable(context.relation(), null, null, Span(context.relation()))], null, null, null, [], span);
    }

    private SelectBody Select(FedSqlParser.SelectContext context, bool intoAllowed)
    {
        if (context.intoClause() is { } into && !intoAllowed) throw Invalid("SELECT ... INTO is not allowed here", Span(into.qualifiedName()));
        return new SelectBody(
            Distinct(context.selectQuantifier()),
            SelectItems(context.selectItem()),
            context.fromClause() is { } from ? [.. from.tableReference().Select(Table)] : [],
            Where(context.whereClause()),
            context.groupByClause() is { } groupBy ? GroupBy(groupBy) : null,
            OptionalExpression(context.havingClause()?.expr()),
            context.windowClause() is { } windows ? [.. windows.windowDefinition().Select(WindowDefinition)] : [],
            Span(context));
    }

    private DistinctClause? Distinct(FedSqlParser.SelectQuantifierContext? context) =>
        context?.DISTINCT() is null ? null : new DistinctClause(Expressions(context.exprList()), Span(context));

    private EquatableArray<SelectItem> SelectItems(FedSqlParser.SelectItemContext[] contexts) => [.. contexts.Select(SelectItem)];

    private SelectItem SelectItem(FedSqlParser.SelectItemContext context)
    {
        var span = Span(context);
        if (context.Star() is not null) return new SelectItem(new StarExpression(null, span), null, span);
        return new SelectItem(Expression(context.expr()), OptionalName(context.colLabel()) ?? OptionalName(context.bareLabel()), span);
    }

    private SyntaxExpression? Where(FedSqlParser.WhereClauseContext? context) => OptionalExpression(context?.expr());

    private WindowDefinition WindowDefinition(FedSqlParser.WindowDefinitionContext context) =>
        new(Name(context.colId()), Window(context.windowSpecification()), Span(context));

    private GroupByClause GroupBy(FedSqlParser.GroupByClauseContext context) =>
        new(context.DISTINCT() is not null, [.. context.groupingElement().Select(Grouping)], Span(context));

    private GroupingElement Grouping(FedSqlParser.GroupingElementContext context)
    {
        switch (context)
        {
            case FedSqlParser.EmptyGroupingContext:
                return new GroupingKeys([], Span(context));
            case FedSqlParser.GroupingKeyContext c:
                var key = Expression(c.expr());
                return new GroupingKeys(key is RowExpression { Explicit: false } row ? row.Items : [key], Span(c));
            default:
                var sets = (FedSqlParser.GroupingSetsContext)context;
                Rise(1, sets);
                var kind = sets.ROLLUP() is not null ? GroupingSetKind.Rollup : sets.CUBE() is not null ? GroupingSetKind.Cube : GroupingSetKind.Sets;
                EquatableArray<GroupingElement> elements = [.. sets.groupingElement().Select(Grouping)];
                _height--;
                return new GroupingSets(kind, elements, Span(sets));
        }
    }

    private ValuesBody Values(FedSqlParser.ValuesClauseContext context) => new([.. context.valuesRow().Select(ValuesRow)], Span(context));

    private ValuesRow ValuesRow(FedSqlParser.ValuesRowContext context) => new([.. context.valueItem().Select(Value)], Span(context));

    private SyntaxExpression Value(FedSqlParser.ValueItemContext context) =>
        context.DEFAULT() is null ? Expression(context.expr()) : new DefaultExpression(Span(context));

    private EquatableArray<SortItem> SortItems(FedSqlParser.OrderByClauseContext? context) => context is null ? [] : [.. context.sortItem().Select(SortItem)];

    private SortItem SortItem(FedSqlParser.SortItemContext context) => new(
        Expression(context.expr()),
        context.DESC() is not null,
        context.anyOperator() is { } symbol ? Operator(symbol) : null,
        context.NULLS() is null ? NullsOrder.Default : context.FIRST() is null ? NullsOrder.Last : NullsOrder.First,
        Span(context));

    private LimitClause? AddLimit(LimitClause? limit, FedSqlParser.QueryTailContext context)
    {
        var span = limit is null ? Span(context) : TextSpan.Union(limit.Span, Span(context));
        limit = (limit ?? new LimitClause(null, null, false, span)) with { Span = span };
        switch (context)
        {
            case FedSqlParser.OffsetTailContext c:
                if (limit.Offset is not null) throw SyntaxError(c.Start);
                return limit with { Offset = Expression(c.expr()) };
            case FedSqlParser.LimitTailContext c:
                if (c.Comma() is not null) throw Invalid("LIMIT #,# syntax is not supported", Span(c), "Use separate LIMIT and OFFSET clauses.");
                if (limit.Count is not null) throw SyntaxError(c.Start);
                return limit with { Count = OptionalExpression(c.expr(0)) };
            case FedSqlParser.FetchTailContext c:
                if (limit.Count is not null) throw SyntaxError(c.Start);
                return limit with { Count = FetchCount(c), WithTies = c.TIES() is not null };
            default:
                // FOR READ ONLY asks for what every query is.
                return limit is { Count: null, Offset: null } ? null : limit;
        }
    }

    private SyntaxExpression FetchCount(FedSqlParser.FetchTailContext context)
    {
        if (context.fetchCount() is not { } count) return new NumberLiteral("1", Span(context.FETCH()));
        if (count.primary() is { } primary) return Primary(primary);
        var number = Number(count.Stop);
        return count.Start == count.Stop ? number : new UnaryExpression(Operator(count.Start), number, Span(count));
    }

    private static LockingClause Locking(FedSqlParser.LockTailContext context)
    {
        var strength = context.lockStrength() switch
        {
            var c when c.NO() is not null => LockStrength.NoKeyUpdate,
            var c when c.UPDATE() is not null => LockStrength.Update,
            var c when c.KEY() is not null => LockStrength.KeyShare,
            _ => LockStrength.Share,
        };
        var wait = context.NOWAIT() is not null ? LockWait.NoWait : context.LOCKED() is not null ? LockWait.SkipLocked : LockWait.Wait;
        return new LockingClause(strength, ObjectNames(context.qualifiedName()), wait, Span(context));
    }

    private Hint Hint(FedSqlParser.HintContext context) => new(Name(context.colId()), Expressions(context.exprList()), Span(context));

    private WithClause With(FedSqlParser.WithClauseContext context) =>
        new(context.RECURSIVE() is not null, [.. context.commonTable().Select(CommonTable)], Span(context));

    private CommonTable CommonTable(FedSqlParser.CommonTableContext context) => new(
        Name(context.colId()),
        Names(context.columnList()),
        context.MATERIALIZED() is null ? null : context.NOT() is null,
        Preparable(context.preparableStatement()),
        context.searchClause() is { } search ? Search(search) : null,
        context.cycleClause() is { } cycle ? Cycle(cycle) : null,
        Span(context));

    private static SearchClause Search(FedSqlParser.SearchClauseContext context)
    {
        var names = Names(context.colId());
        return new SearchClause(context.BREADTH() is not null, [.. names.Take(names.Count - 1)], names[names.Count - 1], Span(context));
    }

    private static CycleClause Cycle(FedSqlParser.CycleClauseContext context)
    {
        var columns = context.colId().Where(c => c != context.mark && c != context.path);
        var values = context.literal();
        return new CycleClause(
            Names(columns),
            Name(context.mark),
            values.Length == 0 ? null : Literal(values[0]),
            values.Length == 0 ? null : Literal(values[1]),
            Name(context.path),
            Span(context));
    }
}
