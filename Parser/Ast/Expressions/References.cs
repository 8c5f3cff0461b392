using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary><c>column</c>, <c>table.column</c>, <c>schema.table.column</c> … or, as far as the syntax tells, a field of a composite column.</summary>
public sealed record ColumnReference(ObjectName Name, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>*</c> (no qualifier) or <c>t.*</c>: only in select lists, RETURNING and as an argument or element that is a whole row.</summary>
public sealed record StarExpression(ObjectName? Qualifier, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>$1</c>; numbers start at 1.</summary>
public sealed record ParameterReference(int Number, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>a[1]</c></summary>
public sealed record SubscriptExpression(SyntaxExpression Operand, SyntaxExpression Index, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>a[1:2]</c>; a missing bound is the array's own.</summary>
public sealed record SliceExpression(SyntaxExpression Operand, SyntaxExpression? Lower, SyntaxExpression? Upper, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>(expression).field</c></summary>
public sealed record FieldExpression(SyntaxExpression Operand, Identifier Field, TextSpan Span) : SyntaxExpression(Span);

/// <summary><c>(expression).*</c></summary>
public sealed record FieldStarExpression(SyntaxExpression Operand, TextSpan Span) : SyntaxExpression(Span);
