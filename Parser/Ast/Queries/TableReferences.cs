using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>An item of FROM.</summary>
public abstract record TableReference(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>AS name (column, …)</c></summary>
public sealed record TableAlias(Identifier Name, EquatableArray<Identifier> Columns, TextSpan Span) : SyntaxNode(Span);

/// <summary>A table, view, virtual table or common table expression by name.</summary>
/// <param name="Only">ONLY: without the tables that inherit from it.</param>
public sealed record NamedTable(ObjectName Name, bool Only, TableAlias? Alias, TableSample? Sample, TextSpan Span) : TableReference(Span)
{
    /// <summary>Written <c>:name</c>: a procedure's parameter, whatever relations are called so.</summary>
    public bool IsParameter { get; init; }
}

/// <summary><c>TABLESAMPLE method (arguments) [REPEATABLE (seed)]</c></summary>
public sealed record TableSample(ObjectName Method, EquatableArray<SyntaxExpression> Arguments, SyntaxExpression? Seed, TextSpan Span) : SyntaxNode(Span);

/// <summary>A subquery in FROM.</summary>
public sealed record DerivedTable(QueryStatement Query, bool Lateral, TableAlias? Alias, TextSpan Span) : TableReference(Span);

/// <summary><c>f(x) [WITH ORDINALITY] AS …</c> or <c>ROWS FROM (f(x), g(y))</c>.</summary>
/// <param name="Columns">The column definition list of <c>AS t (a int, b text)</c>; then <paramref name="Alias"/> has no columns.</param>
public sealed record FunctionTable(
    EquatableArray<TableFunction> Functions,
    bool RowsFrom,
    bool Lateral,
    bool WithOrdinality,
    TableAlias? Alias,
    EquatableArray<FunctionColumn> Columns,
    TextSpan Span) : TableReference(Span);

/// <summary>A function of ROWS FROM, with its own column definition list there. <see cref="Call"/> is mostly a <see cref="FunctionCall"/>.</summary>
public sealed record TableFunction(SyntaxExpression Call, EquatableArray<FunctionColumn> Columns, TextSpan Span) : SyntaxNode(Span);

/// <summary>An element of a column definition list.</summary>
public sealed record FunctionColumn(Identifier Name, TypeName Type, ObjectName? Collation, TextSpan Span) : SyntaxNode(Span);

public enum JoinType
{
    Cross,
    Inner,
    Left,
    Right,
    Full,
}

/// <summary>A join; at most one of Natural, On and Using is given, none with <see cref="JoinType.Cross"/>.</summary>
/// <param name="UsingAlias">The name of <c>USING (a, b) AS name</c>.</param>
/// <param name="Alias">The name of a join in parentheses: <c>(a JOIN b ON …) AS j</c>.</param>
public sealed record JoinedTable(
    TableReference Left,
    JoinType Type,
    TableReference Right,
    bool Natural,
    SyntaxExpression? On,
    EquatableArray<Identifier> Using,
    Identifier? UsingAlias,
    TableAlias? Alias,
    TextSpan Span) : TableReference(Span);
