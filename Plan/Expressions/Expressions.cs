using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>A column of the node's input, or of an enclosing query when the id is not among them (correlation).</summary>
public sealed record ColumnExpression(ColumnId Id, string Name, SqlType ColumnType, bool IsNullable = true) : Expression
{
    public override SqlType Type => ColumnType;
}

/// <summary>
/// A literal. <see cref="Value"/> by kind: bool · short, int, long · float, double · numeric as its decimal text (string) · text kinds as string ·
/// bytea as byte[] · date as int days since 1970-01-01 (int.MaxValue and -int.MaxValue: infinities) · time as long microseconds · timetz as string ·
/// timestamp and timestamptz as long microseconds since 1970-01-01 UTC (long.MaxValue and -long.MaxValue: infinities) · interval as
/// <see cref="SqlInterval"/> · uuid as Guid · json, jsonb as string · oid and its aliases as uint · arrays as object?[] of element values · null.
/// </summary>
public sealed record ConstantExpression(object? Value, SqlType ConstantType) : Expression
{
    public override SqlType Type => ConstantType;

    public static ConstantExpression True { get; } = new(true, SqlType.Boolean);

    public static ConstantExpression False { get; } = new(false, SqlType.Boolean);

    public static ConstantExpression Null(SqlType type) => new(null, type);

    /// <summary>Arrays and bytes are the same by what is in them, floating-point numbers by their bits: 0 is not -0.</summary>
    public bool Equals(ConstantExpression? other) => other is not null && ConstantType == other.ConstantType && IsSame(Value, other.Value);

    public override int GetHashCode() => HashCode.Combine(ConstantType, Value switch
    {
        byte[] bytes => bytes.Length,
        object?[] items => items.Length,
        _ => Value?.GetHashCode() ?? 0,
    });

    private static bool IsSame(object? one, object? other) => (one, other) switch
    {
        (double left, double right) => BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right),
        (float left, float right) => BitConverter.SingleToInt32Bits(left) == BitConverter.SingleToInt32Bits(right),
        (byte[] left, byte[] right) => left.AsSpan().SequenceEqual(right),
        (object?[] left, object?[] right) => left.Length == right.Length && left.Zip(right).All(pair => IsSame(pair.First, pair.Second)),
        _ => Equals(one, other),
    };
}

/// <summary>A parameter <c>$n</c> (numbered from 1) whose value comes with each execution, in <see cref="ConstantExpression"/>'s representation.</summary>
public sealed record ParameterExpression(int Number, SqlType ParameterType) : Expression
{
    public override SqlType Type => ParameterType;
}

/// <summary>AND or OR over two operands or more, with SQL's three-valued logic.</summary>
public sealed record LogicalExpression(LogicalOperator Operator, EquatableArray<Expression> Operands) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

public sealed record NotExpression(Expression Operand) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

/// <summary>A comparison of two operands of the same kind (modifiers may differ; text kinds mix freely). Text compares byte by byte.</summary>
public sealed record ComparisonExpression(ComparisonOperator Operator, Expression Left, Expression Right) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

/// <summary>
/// Arithmetic on two numbers of the same kind (numerics may differ in precision and scale). Integer division truncates toward zero; overflow is 22003,
/// division by zero 22012.
/// </summary>
public sealed record ArithmeticExpression(ArithmeticOperator Operator, Expression Left, Expression Right, SqlType ResultType) : Expression
{
    public override SqlType Type => ResultType;
}

public sealed record NegateExpression(Expression Operand) : Expression
{
    public override SqlType Type => Operand.Type;
}

public sealed record IsNullExpression(Expression Operand, bool IsNegated = false) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

/// <summary><c>x IS [NOT] TRUE | FALSE</c> (<see cref="Value"/> says which): never null. <c>IS UNKNOWN</c> binds to <see cref="IsNullExpression"/>.</summary>
public sealed record IsBooleanExpression(Expression Operand, bool Value, bool IsNegated = false) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

/// <summary><c>value [NOT] LIKE pattern</c>: <see cref="Escape"/> is null for the default backslash and the empty string for none.</summary>
public sealed record LikeExpression(Expression Value, Expression Pattern, string? Escape = null, bool IsCaseInsensitive = false, bool IsNegated = false) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

public sealed record InListExpression(Expression Value, EquatableArray<Expression> Items, bool IsNegated = false) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

/// <summary>One WHEN of a searched CASE.</summary>
public sealed record CaseBranch(Expression Condition, Expression Result);

/// <summary>A searched CASE (a simple one binds to comparisons); without <see cref="Else"/> it ends in null.</summary>
public sealed record CaseExpression(EquatableArray<CaseBranch> Branches, Expression? Else, SqlType ResultType) : Expression
{
    public override SqlType Type => ResultType;
}

/// <summary>A conversion, written or implicit, with PostgreSQL's meaning for that pair of types.</summary>
public sealed record CastExpression(Expression Operand, SqlType TargetType, bool IsExplicit = false) : Expression
{
    public override SqlType Type => TargetType;
}

/// <summary>A call of a scalar (or, in a <see cref="TableFunctionNode"/>, set-returning) function or operator.</summary>
public sealed record CallExpression(FunctionReference Function, EquatableArray<Expression> Arguments, SqlType ResultType) : Expression
{
    public override SqlType Type => ResultType;
}

/// <summary><c>ARRAY[…]</c>.</summary>
public sealed record ArrayExpression(EquatableArray<Expression> Items, SqlType ArrayType) : Expression
{
    public override SqlType Type => ArrayType;
}

/// <summary><c>array[index]</c>, counted from 1; null outside the bounds.</summary>
public sealed record SubscriptExpression(Expression Array, Expression Index) : Expression
{
    public override SqlType Type => Array.Type.ElementType;
}

/// <summary><c>array[from:to]</c>.</summary>
public sealed record SliceExpression(Expression Array, Expression? From, Expression? To) : Expression
{
    public override SqlType Type => Array.Type;
}

/// <summary>
/// <c>ROW(a, b, …)</c>: only compared item by item or printed. <see cref="IsWhole"/>: a whole row of FROM, which is compared as one value.
/// </summary>
public sealed record RowExpression(EquatableArray<Expression> Items, bool IsWhole = false) : Expression
{
    /// <summary>The fields' names, for a row of a table; otherwise they are called f1, f2 ….</summary>
    public EquatableArray<string> Names { get; init; }

    /// <summary>It may be null as a whole, which its fields do not tell from a row of nulls.</summary>
    public bool IsOptional { get; init; }

    public string NameOf(int index) => Names.IsEmpty ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"f{index + 1}") : Names[index];

    public override SqlType Type => new(SqlTypeKind.Record);
}

/// <summary><c>value op ANY | ALL (array)</c>.</summary>
public sealed record QuantifiedArrayExpression(Expression Value, ComparisonOperator Operator, Quantifier Quantifier, Expression Array) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

/// <summary>The single value of a query's single column; null without rows, 21000 with more than one.</summary>
public sealed record ScalarSubqueryExpression(PlanNode Query) : Expression
{
    public override SqlType Type => Query.Output[0].Type;
}

/// <summary><c>ARRAY(query)</c>.</summary>
public sealed record ArraySubqueryExpression(PlanNode Query) : Expression
{
    public override SqlType Type => SqlType.ArrayOf(Query.Output[0].Type.Kind);
}

public sealed record ExistsExpression(PlanNode Query, bool IsNegated = false) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

/// <summary>
/// <c>(values) op ANY | ALL (query)</c>, one value per column of the query. <c>IN</c> is <c>= ANY</c>, <c>NOT IN</c> is <c>&lt;&gt; ALL</c>.
/// </summary>
public sealed record QuantifiedSubqueryExpression(EquatableArray<Expression> Values, ComparisonOperator Operator, Quantifier Quantifier, PlanNode Query) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}

/// <summary>
/// Stands in a remote fragment where the keys of a finished join side will be tested: <c>key IN (keys of <see cref="BuildColumn"/>)</c>. The executor replaces it
/// before the fragment is rendered, by the keys, by their range, or by TRUE when there were too many.
/// </summary>
/// <param name="TakesArray">The source can be sent the keys as one array, <c>key = ANY ($n)</c>.</param>
/// <param name="TakesRange">The source can be sent the smallest and the largest key in place of all.</param>
public sealed record DynamicFilterExpression(Expression Key, ColumnId BuildColumn, string BuildName, bool TakesArray = false, bool TakesRange = false) : Expression
{
    public override SqlType Type => SqlType.Boolean;
}
