using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.PostgreSql.Metadata;
using FederationGateway.Common;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>
/// How statements for PostgreSQL (14 or later) are written. The gateway's semantics are PostgreSQL's, so nearly everything is exact; what is left out or rewritten is
/// what a database's locale or a session's settings decide:
/// the order of text (<see cref="TextOrder"/>), upper and lower case, ILIKE and other case folding, conversions through the session's time zone, words of dates and
/// numbers in a language, and whatever depends on the server's encoding.
/// Sums and averages of floating-point numbers are sent although their last digits depend on the order of additions: SQL gives that order to nobody, and PostgreSQL's
/// own parallel plans change it too.
/// </summary>
public sealed partial class PostgreSqlDialect : SqlDialect
{
    public override string Name => "PostgreSQL";

    public override FunctionTable Functions => PostgreSqlFunctions.Scalars;

    public override FunctionTable Aggregates => PostgreSqlFunctions.Aggregates;

    public override FunctionTable WindowFunctions => PostgreSqlFunctions.Windows;

    public override FunctionTable TableFunctions => PostgreSqlFunctions.Sets;

    public override bool HasDistinctOn => true;

    public override bool HasLateral => true;

    /// <summary>
    /// A type the gateway does not have is read as its text. A collation that is neither the database's nor "C" is replaced by "C": it might take different strings
    /// for equal, and two of them in one comparison would be an error.
    /// </summary>
    public override string ColumnValue(string reference, TableColumn column)
    {
        foreach (var property in column.Properties)
        {
            if (property.Name == PropertyNames.ReadAs) return $"CAST({reference} AS {property.Value})";
            if (property.Name == PropertyNames.Collation && property.Value is not ("C" or "default")) return $"({reference} COLLATE \"C\")";
        }

        return reference;
    }

    public override string AssignedValue(string value, TableColumn column) =>
        column.Properties.Any(property => property.Name == PropertyNames.ReadAs) ? $"CAST({value} AS {column.RemoteTypeName})" : value;

    public override string? TypeName(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Record or SqlTypeKind.Void => null,
        SqlTypeKind.Unknown => "text",
        // "character" alone would be one character long.
        SqlTypeKind.BpChar when type.Length == 0 => "bpchar",
        SqlTypeKind.Array => TypeName(type.ElementType) is { } element ? element + "[]" : null,
        _ when type.IsOidLike && type.Kind != SqlTypeKind.Oid => null,
        _ => type.ToString(),
    };

    /// <summary>
    /// Without length, precision or collation, so that every value fits and stays what it is, and text takes the database's collation as the other tables' columns do
    /// (their indexes serve); where its order matters <see cref="TextOrder"/> writes another. What is not listed has no upload writer.
    /// </summary>
    public override string? UploadType(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean or SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Float4 or SqlTypeKind.Float8 or SqlTypeKind.Text
            or SqlTypeKind.Bytea or SqlTypeKind.Uuid or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => TypeName(type),
        SqlTypeKind.Numeric => "numeric",
        SqlTypeKind.VarChar => "varchar",
        SqlTypeKind.BpChar => "bpchar",
        _ => null,
    };

    public override bool CanCast(SqlType from, SqlType to) => PostgreSqlCasts.IsExact(from, to);

    public override void WriteSortKey(SqlText sql, SortKey key)
    {
        WriteDistinctOnKey(sql, key.Expression);
        sql.Append(key.IsDescending ? " DESC" : " ASC").Append(key.NullsFirst ? " NULLS FIRST" : " NULLS LAST");
    }

    public override void WriteDistinctOnKey(SqlText sql, Expression key)
    {
        var suffix = TextOrder.Suffix(sql, key);
        if (suffix.Length == 0) sql.Append(key);
        else
        {
            WriteOperand(sql, key);
            sql.Append(suffix);
        }
    }

    public override void WriteLimit(SqlText sql, Expression? limit, Expression? offset, bool withTies)
    {
        if (limit is not null && !withTies) WriteCount(sql.Append(" LIMIT "), limit);
        if (offset is not null) WriteCount(sql.Append(" OFFSET "), offset);
        if (limit is null || !withTies) return;
        WriteCount(sql.Append(" FETCH FIRST ("), limit);
        sql.Append(") ROWS WITH TIES");
    }

    private static void WriteCount(SqlText sql, Expression count)
    {
        if (count is ConstantExpression { Value: long value }) sql.Append(value.ToString(CultureInfo.InvariantCulture));
        else sql.Append(count);
    }

    /// <summary>
    /// Literals carry their type wherever PostgreSQL would give them another: text is unknown to it until something decides, small numbers are int4.
    /// </summary>
    protected override void WriteConstant(SqlText sql, ConstantExpression constant)
    {
        if (constant is { Value: string text, Type.Kind: SqlTypeKind.Text }) sql.Append($"{StringLiteral(text)}::text");
        else if (constant is { Value: string value, Type.IsString: true }) sql.Append($"CAST({StringLiteral(value)} AS {TypeName(constant.Type)})");
        else base.WriteConstant(sql, constant);
    }

    protected override void WriteInteger(SqlText sql, long value, SqlType type)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        var isInt4 = value is > int.MinValue and <= int.MaxValue;
        if (type.Kind == SqlTypeKind.Int4 && isInt4) sql.Append(value < 0 ? $"({text})" : text);
        else sql.Append($"CAST({(value < 0 ? StringLiteral(text) : text)} AS {TypeName(type)})");
    }

    protected override void WriteComparison(SqlText sql, ComparisonExpression comparison)
    {
        var suffix = IsOrder(comparison.Operator) ? TextOrder.Suffix(sql, comparison.Left, comparison.Right) : "";
        WriteComparand(sql, comparison.Left, comparison.Right);
        sql.Append($"{suffix} {ExpressionPrinter.Symbol(comparison.Operator)} ");
        WriteComparand(sql, comparison.Right, comparison.Left);
    }

    protected override void WriteArithmetic(SqlText sql, ArithmeticExpression arithmetic)
    {
        WriteOperand(sql, arithmetic.Left);
        sql.Append($" {ExpressionPrinter.Symbol(arithmetic.Operator)} ");
        WriteOperand(sql, arithmetic.Right);
    }

    protected override void WriteLike(SqlText sql, LikeExpression like)
    {
        if (like.IsCaseInsensitive)
        {
            sql.Refuse(RefusalCode.DifferentSemantics, "PostgreSQL folds case by the database's locale", "LIKE without case folding is sent");
            return;
        }

        WriteOperand(sql, like.Value);
        sql.Append(like.IsNegated ? " NOT LIKE " : " LIKE ");
        WriteComparand(sql, like.Pattern, like.Value);
        if (like.Escape is { } escape) sql.Append(" ESCAPE ").Append(StringLiteral(escape));
    }

    protected override void WriteInList(SqlText sql, InListExpression inList)
    {
        WriteOperand(sql, inList.Value);
        sql.Append(inList.IsNegated ? " NOT IN (" : " IN (");
        for (var i = 0; i < inList.Items.Count; i++)
        {
            if (i > 0) sql.Append(", ");
            WriteComparand(sql, inList.Items[i], inList.Value);
        }

        sql.Append(")");
    }

    /// <summary>
    /// A name is a type of its own, so turning it into text is written. Only a cast that is written out cuts strings: where the value is stored, one that is too long is
    /// an error, which only the function behind the cast can be told.
    /// </summary>
    protected override void WriteCast(SqlText sql, CastExpression cast)
    {
        if (cast is { IsExplicit: false, TargetType: { Kind: SqlTypeKind.VarChar or SqlTypeKind.BpChar, Length: > 0 } target } && cast.Operand.Type != target && !IsTextRelabel(cast.Operand.Type, target))
        {
            var bare = new SqlType(target.Kind);
            if (!CanCast(cast.Operand.Type, bare))
            {
                sql.Refuse(RefusalCode.TypeNotSupported, $"{Name} may convert {cast.Operand.Type} to {target} differently");
                return;
            }

            // The modifier of these types is the length and the four bytes in front of a value.
            sql.Append(target.Kind == SqlTypeKind.VarChar ? "pg_catalog.\"varchar\"(CAST(" : "pg_catalog.bpchar(CAST(").Append(cast.Operand)
                .Append(string.Create(CultureInfo.InvariantCulture, $" AS {TypeName(bare)}), {target.Length + 4}, false)"));
        }
        else if (cast.Operand.Type.Kind == SqlTypeKind.Name && cast.TargetType.Kind != SqlTypeKind.Name && TypeName(cast.TargetType) is { } typeName)
            sql.Append("CAST(").Append(cast.Operand).Append($" AS {typeName})");
        else base.WriteCast(sql, cast);
    }

    protected override void WriteArray(SqlText sql, ArrayExpression array)
    {
        if (TypeName(array.ArrayType) is { } typeName) sql.Append("CAST(ARRAY[").AppendList(array.Items).Append($"] AS {typeName})");
        else sql.Refuse(RefusalCode.TypeNotSupported, $"{Name} has no type {array.ArrayType}");
    }

    protected override void WriteSubscript(SqlText sql, SubscriptExpression subscript) =>
        sql.Append("(").Append(subscript.Array).Append(")[").Append(subscript.Index).Append("]");

    protected override void WriteSlice(SqlText sql, SliceExpression slice)
    {
        sql.Append("(").Append(slice.Array).Append(")[");
        if (slice.From is not null) sql.Append(slice.From);
        sql.Append(":");
        if (slice.To is not null) sql.Append(slice.To);
        sql.Append("]");
    }

    protected override void WriteQuantifiedArray(SqlText sql, QuantifiedArrayExpression quantified)
    {
        var suffix = IsOrder(quantified.Operator) ? TextOrder.Suffix(sql, quantified.Value, quantified.Array) : "";
        WriteOperand(sql, quantified.Value);
        sql.Append($"{suffix} {ExpressionPrinter.Symbol(quantified.Operator)} {(quantified.Quantifier == Quantifier.Any ? "ANY" : "ALL")} (").Append(quantified.Array).Append(")");
    }

    protected override void WriteArraySubquery(SqlText sql, ArraySubqueryExpression array)
    {
        sql.Append("ARRAY(");
        sql.AppendQuery(array.Query);
        sql.Append(")");
    }

    protected override void WriteQuantifiedSubquery(SqlText sql, QuantifiedSubqueryExpression quantified)
    {
        if (!IsOrder(quantified.Operator))
        {
            base.WriteQuantifiedSubquery(sql, quantified);
            return;
        }

        if (quantified.Values.Count != 1)
        {
            RefuseConstruct(sql, "an order of rows");
            return;
        }

        WriteOperand(sql, quantified.Values[0]);
        sql.Append($"{TextOrder.Suffix(sql, quantified.Values[0])} {ExpressionPrinter.Symbol(quantified.Operator)} {(quantified.Quantifier == Quantifier.Any ? "ANY" : "ALL")} (");
        sql.AppendQuery(quantified.Query);
        sql.Append(")");
    }

    /// <summary>
    /// Beside a column a literal needs no type: PostgreSQL finds the operator by the column's, and compares numbers of different types by value.
    /// Without one the statement reads as a person would write it.
    /// </summary>
    private void WriteComparand(SqlText sql, Expression operand, Expression other)
    {
        if (other is ColumnExpression && operand is ConstantExpression constant && PlainLiteral(constant, other.Type) is { } literal) sql.Append(literal);
        else WriteOperand(sql, operand);
    }

    private string? PlainLiteral(ConstantExpression constant, SqlType other) => constant switch
    {
        { Value: string text, Type.Kind: SqlTypeKind.Text or SqlTypeKind.VarChar } when other.Kind is SqlTypeKind.Text or SqlTypeKind.VarChar => StringLiteral(text),
        { Value: string text, Type.Kind: SqlTypeKind.BpChar } when other.Kind == SqlTypeKind.BpChar => StringLiteral(text),
        { Value: string text, Type.Kind: SqlTypeKind.Numeric } when other.Kind == SqlTypeKind.Numeric && char.IsAsciiDigit(text[^1]) => Signed(text),
        { Value: short or int or long, Type.IsInteger: true } when other.IsInteger => Signed(ConstantText.Format(constant)),
        _ => null,
    };

    private static string Signed(string number) => number[0] == '-' ? $"({number})" : number;

    private static bool IsOrder(ComparisonOperator op) =>
        op is ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual;
}
