using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>
/// <c>CREATE [OR REPLACE] PROCEDURE name (parameters) [LANGUAGE …] {AS BEGIN … END | BEGIN ATOMIC … END | AS 'text'}</c>
/// </summary>
/// <param name="Language">As written; null when it is not said.</param>
/// <param name="IsInvoker">True for SECURITY INVOKER.</param>
/// <param name="Body">The text of its statements.</param>
/// <param name="Statements">The same as statements; their positions count from the start of the whole text.</param>
public sealed record CreateProcedureStatement(
    ObjectName Name, bool OrReplace, EquatableArray<ProcedureParameterClause> Parameters, Identifier? Language, bool IsInvoker, string Body, EquatableArray<Statement> Statements, TextSpan Span) : Statement(Span);

/// <summary>Statements in a string, with no name of their own.</summary>
/// <param name="Text">What the string spells.</param>
/// <param name="Statements">The same as statements; their positions count from the start of the whole text.</param>
public sealed record BodyClause(string Text, EquatableArray<Statement> Statements, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>[IN] name type</c>, or <c>[IN] name TABLE (column type, …)</c>.</summary>
/// <param name="Type">Null for a table.</param>
public sealed record ProcedureParameterClause(Identifier Name, TypeName? Type, EquatableArray<ProcedureColumnClause> Columns, TextSpan Span) : SyntaxNode(Span);

/// <summary>A column of a parameter that is a table.</summary>
public sealed record ProcedureColumnClause(Identifier Name, TypeName Type, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>DROP PROCEDURE [IF EXISTS] name [(types)], … [CASCADE | RESTRICT]</c></summary>
public sealed record DropProcedureStatement(EquatableArray<RoutineReference> Procedures, bool IfExists, DropBehavior Behavior, TextSpan Span) : Statement(Span);

/// <summary>A procedure by its name, and the types of its parameters.</summary>
/// <param name="Types">Null when they are not said.</param>
public sealed record RoutineReference(ObjectName Name, EquatableArray<TypeName>? Types, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>:name</c> in a procedure: its parameter, whatever columns are called so.</summary>
public sealed record NamedParameterReference(Identifier Name, TextSpan Span) : SyntaxExpression(Span);
