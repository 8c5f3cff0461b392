using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Expressions as SQL of the embedded engine that gives PostgreSQL's answers: natively where the engine computes the same, else through the <c>gw_…</c>
/// functions of <see cref="DuckDbFunctions"/>. Values have the carriers of <see cref="Arrow.SqlTypeMapping"/>; unconstrained numerics, for one, are text.
/// Functions that depend on the session (<c>now()</c>, <c>current_user</c>) must have been folded to constants before.
/// </summary>
/// <param name="session">The session the statement runs in.</param>
public class DuckDbDialect(DialectSession session) : SqlDialect
{
    public override string Name => "the embedded engine";

    public override FunctionTable Functions => ScalarTemplates.Table;

    public override FunctionTable Aggregates => AggregateTemplates.Table;

    public override FunctionTable WindowFunctions => WindowTemplates.Table;

    public override FunctionTable TableFunctions => TableFunctionTemplates.Table;

    public override string TypeName(SqlType type) => EngineType.Of(type).ToString();

    public override bool CanCast(SqlType from, SqlType to) => CastTemplates.Find(from, to, isExplicit: true) is not null;

    /// <summary>
    /// Writes a value whose equality and order in the engine are PostgreSQL's for the expression's type: what GROUP BY, DISTINCT, ORDER BY, PARTITION BY,
    /// set operations and join conditions must use where <see cref="NeedsKey"/> says so. The text is the expression's own where it does not.
    /// </summary>
    public void WriteKey(SqlText sql, Expression expression)
    {
        if (expression is RowExpression && RowKeys.Find(expression) is { } key) sql.Append(key);
        else if (Keys.Template(expression.Type) is not { } template) sql.Refuse(RefusalCode.TypeNotSupported, $"values of type {expression.Type} cannot be compared");
        else WriteTemplate(sql, template, [expression]);
    }

    /// <summary>
    /// Whether two values the engine tells apart may be equal in PostgreSQL (1.0 and 1.00, 'a' and 'a ' of <c>char</c>, 1 day and 24 hours, 0 and -0), or order
    /// differently: then keys decide and the values only travel along.
    /// </summary>
    public static bool NeedsKey(SqlType type) => Keys.Template(type) != Keys.Identity;

    public override void WriteSortKey(SqlText sql, SortKey key)
    {
        WriteKey(sql, key.Expression);
        sql.Append(key.IsDescending ? " DESC" : " ASC").Append(key.NullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    public override PlanNode Prepare(PlanNode plan) => EngineKeys.Apply(EngineCorrelations.Apply(EngineDistinctions.Apply(EngineInequalities.Apply(plan))));

    public override bool HasDistinctOn => true;

    public override void WriteDistinctOnKey(SqlText sql, Expression key) => WriteKey(sql, key);

    public override bool HasLateral => true;

    public override void WriteTableFunction(SqlText sql, TableFunctionNode function, string alias, IReadOnlyList<string> columns) =>
        TableFunctionSql.Write(this, sql, function, alias, columns);

    public override void WriteAggregate(SqlText sql, AggregateCall call) => AggregateSql.Write(this, sql, call, over: null);

    public override void WriteWindow(SqlText sql, WindowCall call) => WindowSql.Write(this, sql, call);

    /// <summary>A template over arguments that are written as they are, with the session's values filled in.</summary>
    // A bigint in the engine.
    public override void WriteGrouping(SqlText sql, IReadOnlyList<Expression> keys)
    {
        sql.Append("CAST(");
        base.WriteGrouping(sql, keys);
        sql.Append(" AS INTEGER)");
    }

    internal void WriteTemplate(SqlText sql, string template, EquatableArray<Expression> arguments) =>
        Expand(sql, Fill(sql, template), arguments);

    internal void WriteTemplate(SqlText sql, string template, int count, Action<int> writeArgument) =>
        FunctionTable.Expand(Fill(sql, template), count, text => sql.Append(text), writeArgument);

    /// <summary>A template with what it needs of the session.</summary>
    protected virtual string Fill(SqlText sql, string template) => session.Fill(template);

    /// <summary>A numeric as the exact text the <c>gw_numeric_…</c> functions take.</summary>
    internal void WriteNumericText(SqlText sql, Expression expression)
    {
        if (expression.Type.IsDecimal) WriteTemplate(sql, CastTemplates.DecimalText(expression.Type), [expression]);
        else sql.Append(expression);
    }

    internal void Refuse(SqlText sql, FunctionReference function) => RefuseFunction(sql, function);

    protected override void WriteConstant(SqlText sql, ConstantExpression constant) => sql.Append(ConstantSql.Write(constant.Value, constant.Type, TypeName(constant.Type)));

    protected override void WriteComparison(SqlText sql, ComparisonExpression comparison) => ComparisonSql.Write(this, sql, comparison);

    protected override void WriteArithmetic(SqlText sql, ArithmeticExpression arithmetic) => ArithmeticSql.Write(this, sql, arithmetic);

    public override void Write(SqlText sql, Expression expression)
    {
        if (expression is NegateExpression negate) ArithmeticSql.WriteNegate(this, sql, negate);
        else base.Write(sql, expression);
    }

    protected override void WriteLike(SqlText sql, LikeExpression like) => LikeSql.Write(sql, like);

    protected override void WriteInList(SqlText sql, InListExpression inList) => ComparisonSql.WriteInList(this, sql, inList);

    protected override void WriteQuantifiedArray(SqlText sql, QuantifiedArrayExpression quantified) => ComparisonSql.WriteQuantifiedArray(this, sql, quantified);

    protected override void WriteQuantifiedSubquery(SqlText sql, QuantifiedSubqueryExpression quantified) => SubquerySql.WriteQuantified(this, sql, quantified);

    protected override void WriteArraySubquery(SqlText sql, ArraySubqueryExpression array) => SubquerySql.WriteArray(this, sql, array);

    protected override void WriteCall(SqlText sql, CallExpression call) => CallSql.Write(this, sql, call);

    protected override void WriteArray(SqlText sql, ArrayExpression array) =>
        sql.Append("CAST([").AppendList(array.Items).Append(string.Create(CultureInfo.InvariantCulture, $"] AS {TypeName(array.Type)})"));

    protected override void WriteSubscript(SqlText sql, SubscriptExpression subscript)
    {
        // The engine counts a negative index from the end, has nothing at 0, and forgets the type of what it finds to be NULL while it plans.
        sql.Append("CAST(list_extract(").Append(subscript.Array);
        if (subscript.Index is ConstantExpression { Value: int and > 0 }) sql.Append(", ").Append(subscript.Index).Append(")");
        else sql.Append(", greatest(").Append(subscript.Index).Append(", 0))");
        sql.Append($" AS {TypeName(subscript.Type)})");
    }

    protected override void WriteSlice(SqlText sql, SliceExpression slice)
    {
        Expression from = slice.From ?? new ConstantExpression(1, SqlType.Int4);
        Expression to = slice.To ?? new ConstantExpression(int.MaxValue, SqlType.Int4);
        sql.Append("CASE WHEN ").Append(from).Append(" IS NOT NULL AND ").Append(to).Append(" IS NOT NULL THEN list_slice(").Append(slice.Array)
            .Append(", greatest(").Append(from).Append(", 1), greatest(").Append(to).Append(", 0)) END");
    }

    protected override void WriteCast(SqlText sql, CastExpression cast)
    {
        var (from, to) = (cast.Operand.Type, cast.TargetType);
        if (cast.Operand is ConstantExpression { Value: null }) sql.Append(ConstantSql.Write(null, to, TypeName(to)));
        else if (CastTemplates.Find(from, to, cast.IsExplicit) is not { } template) sql.Refuse(RefusalCode.TypeNotSupported, $"the conversion of {from} to {to} is not supported");
        else if (cast.Operand is RowExpression row) WriteRowText(sql, row);
        else WriteTemplate(sql, template, [cast.Operand]);
    }

    protected override void WriteRow(SqlText sql, RowExpression row) => WriteRowText(sql, row);

    /// <summary>A value as its type's output function prints it.</summary>
    internal void WriteOutput(SqlText sql, Expression value)
    {
        if (value is RowExpression row) WriteRowText(sql, row);
        else if (CastTemplates.Output(value.Type) is not { } template) sql.Refuse(RefusalCode.TypeNotSupported, $"{value.Type} has no text form");
        else WriteTemplate(sql, template, [value]);
    }

    // A row is carried as its text: (1,"a b",).
    private void WriteRowText(SqlText sql, RowExpression row)
    {
        if (row.IsOptional) sql.Refuse(RefusalCode.ConstructNotPushed, "a whole row that an outer join may leave out is not supported");
        sql.Append("gw_row_text(");
        for (var i = 0; i < row.Items.Count; i++)
        {
            if (i > 0) sql.Append(", ");
            WriteOutput(sql, row.Items[i]);
        }

        sql.Append(")");
    }
}
