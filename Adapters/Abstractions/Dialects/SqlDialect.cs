using System.Diagnostics;
using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// How expressions are written for one kind of engine so that it computes what we would. The line that writes is the line that permits: what a dialect cannot
/// write with the same meaning it refuses (<see cref="SqlText.Refuse(string, string, string?)"/>), with a reason the user can read.
/// The defaults are standard SQL and cautious; a dialect overrides what its engine does exactly, or differently.
/// </summary>
public abstract class SqlDialect
{
    /// <summary>The engine's name as reasons mention it.</summary>
    public abstract string Name { get; }

    /// <summary>Scalar functions and operators by signature.</summary>
    public abstract FunctionTable Functions { get; }

    /// <summary>Aggregate functions by signature; <c>count()</c> is <c>count(*)</c>.</summary>
    public virtual FunctionTable Aggregates => FunctionTable.Empty;

    /// <summary>Window functions that are not aggregates, by signature.</summary>
    public virtual FunctionTable WindowFunctions => FunctionTable.Empty;

    /// <summary>Set-returning functions in FROM, by signature.</summary>
    public virtual FunctionTable TableFunctions => FunctionTable.Empty;

    public virtual string QuoteIdentifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The table's name in FROM.</summary>
    public virtual string TableName(TableHandle table) => string.Join('.', table.Path.Select(QuoteIdentifier));

    /// <summary>
    /// How a table's column is read: <paramref name="reference"/> is its quoted (and qualified) name. Whoever writes a scan calls this for every column it makes
    /// visible, so that a column of a type the gateway does not know, for instance, is converted wherever it is used.
    /// </summary>
    public virtual string ColumnValue(string reference, TableColumn column) => reference;

    /// <summary>
    /// How a value of the column's gateway type is written into the column: the way back from <see cref="ColumnValue"/>. <paramref name="value"/> is any SQL
    /// expression.
    /// </summary>
    public virtual string AssignedValue(string value, TableColumn column) => value;

    /// <summary>The type's name in a cast, or null when the engine has no type with the same values.</summary>
    public virtual string? TypeName(SqlType type) => type.ToString();

    /// <summary>True when the engine's conversion gives our value, and fails where ours fails, for every value of the type.</summary>
    public virtual bool CanCast(SqlType from, SqlType to) => false;

    /// <summary>
    /// The type of a temporary table's column that holds each of the type's values as it is, or null when there is none: rows with such a column are not uploaded.
    /// </summary>
    public virtual string? UploadType(SqlType type) => null;

    public virtual void Write(SqlText sql, Expression expression)
    {
        switch (expression)
        {
            case ColumnExpression column: WriteColumn(sql, column); break;
            case ConstantExpression constant: WriteConstant(sql, constant); break;
            case ParameterExpression parameter: WriteParameter(sql, parameter); break;
            case LogicalExpression logical: WriteLogical(sql, logical); break;
            case NotExpression not: sql.Append("NOT (").Append(not.Operand).Append(")"); break;
            case ComparisonExpression comparison: WriteComparison(sql, comparison); break;
            case ArithmeticExpression arithmetic: WriteArithmetic(sql, arithmetic); break;
            case NegateExpression negate: sql.Append("(- "); WriteOperand(sql, negate.Operand); sql.Append(")"); break;
            case IsNullExpression isNull: WriteOperand(sql, isNull.Operand); sql.Append(isNull.IsNegated ? " IS NOT NULL" : " IS NULL"); break;
            case IsBooleanExpression isBoolean: WriteIsBoolean(sql, isBoolean); break;
            case LikeExpression like: WriteLike(sql, like); break;
            case InListExpression inList: WriteInList(sql, inList); break;
            case CaseExpression @case: WriteCase(sql, @case); break;
            case CastExpression cast: WriteCast(sql, cast); break;
            case CallExpression call: WriteCall(sql, call); break;
            case ArrayExpression array: WriteArray(sql, array); break;
            case SubscriptExpression subscript: WriteSubscript(sql, subscript); break;
            case SliceExpression slice: WriteSlice(sql, slice); break;
            case RowExpression row: WriteRow(sql, row); break;
            case QuantifiedArrayExpression quantified: WriteQuantifiedArray(sql, quantified); break;
            case ScalarSubqueryExpression scalar: WriteScalarSubquery(sql, scalar); break;
            case ArraySubqueryExpression array: WriteArraySubquery(sql, array); break;
            case ExistsExpression exists: WriteExists(sql, exists); break;
            case QuantifiedSubqueryExpression quantified: WriteQuantifiedSubquery(sql, quantified); break;
            case DynamicFilterExpression: sql.Append("TRUE"); break;
            default: throw new UnreachableException();
        }
    }

    /// <summary>One key of an ORDER BY, with the order of nulls always written.</summary>
    public virtual void WriteSortKey(SqlText sql, SortKey key)
    {
        if (key.Expression.Type.IsString) sql.Refuse(RefusalCode.TextOrder, $"{Name} may order text by another collation");
        sql.Append(key.Expression).Append(key.IsDescending ? " DESC" : " ASC").Append(key.NullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    public virtual void WriteAggregate(SqlText sql, AggregateCall call)
    {
        if (call.IsWithinGroup || !call.OrderBy.IsEmpty)
        {
            sql.Refuse(RefusalCode.ConstructNotPushed, $"the ordered aggregate {call.Function.Name} is not sent");
            return;
        }

        if (Aggregates.Find(call.Function.Signature) is not { } template)
        {
            RefuseFunction(sql, call.Function);
            return;
        }

        Expand(sql, call.IsDistinct ? template.Replace("(", "(DISTINCT ", StringComparison.Ordinal) : template, call.Arguments);
        if (call.Filter is not null) sql.Append(" FILTER (WHERE ").Append(call.Filter).Append(")");
    }

    public virtual void WriteWindow(SqlText sql, WindowCall call) =>
        sql.Refuse(RefusalCode.ConstructNotPushed, $"window functions are not sent to {Name}");

    /// <summary>Which keys the grouping set of a row leaves out, as an integer.</summary>
    public virtual void WriteGrouping(SqlText sql, IReadOnlyList<Expression> keys) => sql.Append("GROUPING(").AppendList(keys).Append(")");

    /// <summary>The clause behind ORDER BY.</summary>
    public virtual void WriteLimit(SqlText sql, Expression? limit, Expression? offset, bool withTies)
    {
        if (withTies) sql.Refuse(RefusalCode.ConstructNotPushed, $"WITH TIES is not sent to {Name}");
        if (limit is not null) sql.Append(" LIMIT ").Append(limit);
        if (offset is not null) sql.Append(" OFFSET ").Append(offset);
    }

    /// <summary>Removes all rows of the tables.</summary>
    /// <param name="restartIdentity">Sequences behind their columns begin anew.</param>
    /// <param name="cascade">Tables that refer to them are emptied too.</param>
    public virtual string Truncate(IEnumerable<TableHandle> tables, bool restartIdentity, bool cascade) =>
        $"TRUNCATE TABLE {string.Join(", ", tables.Select(TableName))}{(restartIdentity ? " RESTART IDENTITY" : "")}{(cascade ? " CASCADE" : "")}";

    /// <summary>The plan as it has to be written where the engine's own meaning of an operator differs; it answers the same columns.</summary>
    public virtual PlanNode Prepare(PlanNode plan) => plan;

    /// <summary>True when the engine has <c>SELECT DISTINCT ON (…)</c> as PostgreSQL means it.</summary>
    public virtual bool HasDistinctOn => false;

    /// <summary>A key of DISTINCT ON, written as <see cref="WriteSortKey"/> writes the same key, so that the engine sees that they match.</summary>
    public virtual void WriteDistinctOnKey(SqlText sql, Expression key) => sql.Append(key);

    /// <summary>True when FROM may hold <c>LATERAL</c> subqueries.</summary>
    public virtual bool HasLateral => false;

    /// <summary>A set-returning function as an item of FROM that names its columns, <c>f(x) AS alias(columns)</c>; names are already quoted.</summary>
    public virtual void WriteTableFunction(SqlText sql, TableFunctionNode function, string alias, IReadOnlyList<string> columns)
    {
        var call = function.Calls[0];
        if (function.Calls.Count > 1) RefuseConstruct(sql, "ROWS FROM with several functions");
        else if (TableFunctions.Find(call.Function.Signature) is not { } template) RefuseFunction(sql, call.Function);
        else
        {
            Expand(sql, template, call.Arguments);
            sql.Append($"{(function.WithOrdinality ? " WITH ORDINALITY" : "")} AS {alias}({string.Join(", ", columns)})");
        }
    }

    protected virtual void WriteColumn(SqlText sql, ColumnExpression column)
    {
        if (sql.Columns(column.Id) is { } reference) sql.Append(reference);
        else sql.Refuse(RefusalCode.DifferentSources, $"column {column.Name} comes from elsewhere");
    }

    protected virtual void WriteConstant(SqlText sql, ConstantExpression constant)
    {
        if (TypeName(constant.Type) is not { } typeName)
        {
            sql.Refuse(RefusalCode.TypeNotSupported, $"{Name} has no type {constant.Type}");
            return;
        }

        switch (constant.Value)
        {
            case null: sql.Append($"CAST(NULL AS {typeName})"); break;
            case bool value: sql.Append(value ? "TRUE" : "FALSE"); break;
            case short or int or long when constant.Type.IsInteger: WriteInteger(sql, Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture), constant.Type); break;
            case string text when constant.Type.IsString: sql.Append(StringLiteral(text)); break;
            default: sql.Append($"CAST({StringLiteral(ConstantText.Format(constant))} AS {typeName})"); break;
        }
    }

    /// <summary>A quoted literal whose only special character is the quote itself.</summary>
    public virtual string StringLiteral(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    protected virtual void WriteInteger(SqlText sql, long value, SqlType type) => sql.Append(value.ToString(CultureInfo.InvariantCulture));

    protected virtual void WriteParameter(SqlText sql, ParameterExpression parameter)
    {
        if (TypeName(parameter.Type) is not { } typeName) sql.Refuse(RefusalCode.TypeNotSupported, $"{Name} has no type {parameter.Type}");
        else sql.Append(string.Create(CultureInfo.InvariantCulture, $"CAST(${sql.ParameterNumber(parameter)} AS {typeName})"));
    }

    protected virtual void WriteLogical(SqlText sql, LogicalExpression logical) =>
        sql.Append("(").AppendList(logical.Operands, logical.Operator == LogicalOperator.And ? " AND " : " OR ").Append(")");

    protected virtual void WriteComparison(SqlText sql, ComparisonExpression comparison)
    {
        var isEquality = comparison.Operator is ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom;
        if (!isEquality && comparison.Left.Type.IsString) sql.Refuse(RefusalCode.TextOrder, $"{Name} may order text by another collation");
        WriteOperand(sql, comparison.Left);
        sql.Append($" {ExpressionPrinter.Symbol(comparison.Operator)} ");
        WriteOperand(sql, comparison.Right);
    }

    protected virtual void WriteArithmetic(SqlText sql, ArithmeticExpression arithmetic) =>
        sql.Refuse(RefusalCode.DifferentSemantics, $"{Name} may compute {ExpressionPrinter.Symbol(arithmetic.Operator)} on {arithmetic.Left.Type} differently");

    protected virtual void WriteIsBoolean(SqlText sql, IsBooleanExpression expression)
    {
        WriteOperand(sql, expression.Operand);
        sql.Append(expression.IsNegated ? " IS NOT " : " IS ").Append(expression.Value ? "TRUE" : "FALSE");
    }

    protected virtual void WriteLike(SqlText sql, LikeExpression like) => sql.Refuse(RefusalCode.DifferentSemantics, $"{Name} may match LIKE patterns differently");

    protected virtual void WriteInList(SqlText sql, InListExpression inList)
    {
        WriteOperand(sql, inList.Value);
        sql.Append(inList.IsNegated ? " NOT IN (" : " IN (").AppendList(inList.Items).Append(")");
    }

    protected virtual void WriteCase(SqlText sql, CaseExpression @case)
    {
        sql.Append("CASE");
        foreach (var branch in @case.Branches) sql.Append(" WHEN ").Append(branch.Condition).Append(" THEN ").Append(branch.Result);
        if (@case.Else is not null) sql.Append(" ELSE ").Append(@case.Else);
        sql.Append(" END");
    }

    protected virtual void WriteCast(SqlText sql, CastExpression cast)
    {
        var (from, to) = (cast.Operand.Type, cast.TargetType);
        if (from == to || IsTextRelabel(from, to))
        {
            sql.Append(cast.Operand);
            return;
        }

        if (!CanCast(from, to) || TypeName(to) is not { } typeName)
            sql.Refuse(RefusalCode.TypeNotSupported, $"{Name} may convert {from} to {to} differently");
        else sql.Append("CAST(").Append(cast.Operand).Append($" AS {typeName})");
    }

    /// <summary>A conversion between text types that changes no value.</summary>
    protected static bool IsTextRelabel(SqlType from, SqlType to) =>
        from.Kind is SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.Name
        && (to.Kind == SqlTypeKind.Text || (to.Kind == SqlTypeKind.VarChar && (to.Length == 0 || (from.Kind == SqlTypeKind.VarChar && from.Length > 0 && from.Length <= to.Length))));

    protected virtual void WriteCall(SqlText sql, CallExpression call)
    {
        if (call.Function.Volatility == Volatility.Volatile)
            sql.Refuse(call.Function.WhyNotPushed($"{call.Function.Name}()"));
        else if (Functions.Find(call.Function.Signature) is not { } template) RefuseFunction(sql, call.Function);
        else Expand(sql, template, call.Arguments);
    }

    protected virtual void WriteArray(SqlText sql, ArrayExpression array) => RefuseConstruct(sql, "ARRAY[…]");

    protected virtual void WriteSubscript(SqlText sql, SubscriptExpression subscript) => RefuseConstruct(sql, "an array subscript");

    protected virtual void WriteSlice(SqlText sql, SliceExpression slice) => RefuseConstruct(sql, "an array slice");

    protected virtual void WriteRow(SqlText sql, RowExpression row) => RefuseConstruct(sql, "a row constructor");

    protected virtual void WriteQuantifiedArray(SqlText sql, QuantifiedArrayExpression quantified) => RefuseConstruct(sql, "ANY or ALL of an array");

    protected virtual void WriteScalarSubquery(SqlText sql, ScalarSubqueryExpression scalar)
    {
        sql.Append("(");
        sql.AppendQuery(scalar.Query);
        sql.Append(")");
    }

    protected virtual void WriteArraySubquery(SqlText sql, ArraySubqueryExpression array) => RefuseConstruct(sql, "ARRAY(subquery)");

    protected virtual void WriteExists(SqlText sql, ExistsExpression exists)
    {
        sql.Append(exists.IsNegated ? "NOT EXISTS (" : "EXISTS (");
        sql.AppendQuery(exists.Query);
        sql.Append(")");
    }

    protected virtual void WriteQuantifiedSubquery(SqlText sql, QuantifiedSubqueryExpression quantified)
    {
        if (quantified.Values.Count == 1) WriteOperand(sql, quantified.Values[0]);
        else sql.Append("(").AppendList(quantified.Values).Append(")");
        sql.Append($" {ExpressionPrinter.Symbol(quantified.Operator)} {(quantified.Quantifier == Quantifier.Any ? "ANY" : "ALL")} (");
        sql.AppendQuery(quantified.Query);
        sql.Append(")");
    }

    /// <summary>An operand, in parentheses unless it is one word or already closed.</summary>
    protected static void WriteOperand(SqlText sql, Expression operand)
    {
        if (operand is ColumnExpression or ConstantExpression or ParameterExpression or CallExpression { Function.IsOperator: false } or ScalarSubqueryExpression) sql.Append(operand);
        else sql.Append("(").Append(operand).Append(")");
    }

    protected static void Expand(SqlText sql, string template, EquatableArray<Expression> arguments) =>
        FunctionTable.Expand(template, arguments.Count, text => sql.Append(text), (index, standsAlone) =>
        {
            if (standsAlone || !IsPredicate(arguments[index])) sql.Append(arguments[index]);
            else sql.Append("(").Append(arguments[index]).Append(")");
        });

    /// <summary>What is written without parentheses around it and binds less than operators do: <c>NOT (x) IS NULL</c> is not <c>(NOT (x)) IS NULL</c>.</summary>
    private static bool IsPredicate(Expression expression) => expression is NotExpression or ComparisonExpression or IsNullExpression or IsBooleanExpression or LikeExpression
        or InListExpression or ExistsExpression or QuantifiedSubqueryExpression or QuantifiedArrayExpression;

    protected void RefuseFunction(SqlText sql, FunctionReference function) =>
        sql.Refuse(RefusalCode.FunctionNotSupported, $"{function.Signature} has no equal in {Name}", "compute it after the rows are filtered by something the source can evaluate");

    protected void RefuseConstruct(SqlText sql, string construct) => sql.Refuse(RefusalCode.ConstructNotPushed, $"{construct} is not sent to {Name}");
}
