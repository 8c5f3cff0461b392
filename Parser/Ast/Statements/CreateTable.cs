using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary><c>CREATE TABLE name (columns, constraints, LIKE …)</c></summary>
public sealed record CreateTableStatement(
    ObjectName Name,
    EquatableArray<ColumnDefinition> Columns,
    EquatableArray<TableConstraint> Constraints,
    EquatableArray<LikeTable> Likes,
    bool IfNotExists,
    bool Temporary,
    OnCommitAction OnCommit,
    TextSpan Span) : Statement(Span);

/// <summary><c>CREATE TABLE name [(columns)] AS query [WITH [NO] DATA]</c>, and <c>SELECT … INTO name</c>.</summary>
public sealed record CreateTableAsStatement(
    ObjectName Name,
    EquatableArray<Identifier> Columns,
    QueryStatement Query,
    bool WithData,
    bool IfNotExists,
    bool Temporary,
    OnCommitAction OnCommit,
    TextSpan Span) : Statement(Span);

public enum OnCommitAction
{
    PreserveRows,
    DeleteRows,
    Drop,
}

/// <summary>A column of CREATE TABLE, CREATE VIRTUAL TABLE or ALTER TABLE ADD COLUMN.</summary>
public sealed record ColumnDefinition(Identifier Name, TypeName Type, EquatableArray<ColumnConstraint> Constraints, TextSpan Span) : SyntaxNode(Span);

/// <param name="Name">The constraint's name, when given.</param>
public abstract record ColumnConstraint(Identifier? Name, TextSpan Span) : SyntaxNode(Span);

/// <summary>NOT NULL, or an explicit NULL.</summary>
public sealed record NullabilityConstraint(Identifier? Name, bool Nullable, TextSpan Span) : ColumnConstraint(Name, Span);

/// <param name="Text">The expression's own text, to be stored.</param>
public sealed record DefaultConstraint(Identifier? Name, SyntaxExpression Value, string Text, TextSpan Span) : ColumnConstraint(Name, Span);

/// <summary>PRIMARY KEY or UNIQUE of one column.</summary>
public sealed record ColumnKeyConstraint(Identifier? Name, bool Primary, TextSpan Span) : ColumnConstraint(Name, Span);

/// <param name="Text">The expression's own text, to be stored.</param>
public sealed record ColumnCheckConstraint(Identifier? Name, SyntaxExpression Condition, string Text, TextSpan Span) : ColumnConstraint(Name, Span);

public sealed record ColumnReferenceConstraint(Identifier? Name, ForeignKeyTarget Target, TextSpan Span) : ColumnConstraint(Name, Span);

public sealed record CollationConstraint(ObjectName Collation, TextSpan Span) : ColumnConstraint(null, Span);

/// <summary><c>GENERATED ALWAYS AS (expression) STORED</c></summary>
public sealed record GeneratedConstraint(Identifier? Name, SyntaxExpression Value, string Text, TextSpan Span) : ColumnConstraint(Name, Span);

/// <summary><c>GENERATED {ALWAYS | BY DEFAULT} AS IDENTITY</c></summary>
public sealed record IdentityConstraint(Identifier? Name, bool Always, EquatableArray<SequenceOption> Options, TextSpan Span) : ColumnConstraint(Name, Span);

/// <summary><c>REFERENCES table [(columns)] …</c>; actions and deferrability are accepted and not kept.</summary>
public sealed record ForeignKeyTarget(ObjectName Table, EquatableArray<Identifier> Columns, TextSpan Span) : SyntaxNode(Span);

public abstract record TableConstraint(Identifier? Name, TextSpan Span) : SyntaxNode(Span);

/// <summary>PRIMARY KEY (…) or UNIQUE (…).</summary>
public sealed record KeyConstraint(Identifier? Name, bool Primary, EquatableArray<Identifier> Columns, TextSpan Span) : TableConstraint(Name, Span);

/// <param name="Text">The expression's own text, to be stored.</param>
public sealed record CheckConstraint(Identifier? Name, SyntaxExpression Condition, string Text, TextSpan Span) : TableConstraint(Name, Span);

public sealed record ForeignKeyConstraint(Identifier? Name, EquatableArray<Identifier> Columns, ForeignKeyTarget Target, TextSpan Span)
    : TableConstraint(Name, Span);

/// <summary><c>LIKE table [INCLUDING …]</c> among the columns, or HANA's <c>CREATE TABLE t LIKE other</c>.</summary>
/// <param name="Including">The words after INCLUDING, in lower case, those after EXCLUDING taken away.</param>
/// <param name="Position">How many columns were written before it.</param>
public sealed record LikeTable(ObjectName Table, EquatableArray<string> Including, int Position, TextSpan Span) : SyntaxNode(Span);
