using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

public enum TransactionCommand
{
    Begin,
    Commit,
    Rollback,
    Savepoint,
    Release,
    RollbackTo,
    Prepare,
    CommitPrepared,
    RollbackPrepared,
}

/// <summary>BEGIN, COMMIT, SAVEPOINT … in all their spellings (END, ABORT, START TRANSACTION).</summary>
/// <param name="Name">The savepoint.</param>
/// <param name="GlobalId">The identifier of PREPARE TRANSACTION and its relatives.</param>
/// <param name="Chain">COMMIT / ROLLBACK AND CHAIN.</param>
public sealed record TransactionStatement(
    TransactionCommand Command,
    TransactionModes Modes,
    Identifier? Name,
    string? GlobalId,
    bool Chain,
    TextSpan Span) : Statement(Span);

public enum IsolationLevel
{
    ReadUncommitted,
    ReadCommitted,
    RepeatableRead,
    Serializable,
}

/// <summary>What was written; <c>null</c> where nothing was.</summary>
public readonly record struct TransactionModes(IsolationLevel? Isolation, bool? ReadOnly, bool? Deferrable);

public enum SettingScope
{
    Session,
    Local,
}

/// <summary><c>SET name TO value, …</c> and the spellings that mean the same (SET TIME ZONE, SET NAMES, SET SCHEMA …).</summary>
/// <param name="Name">The setting's name in lower case, parts joined by a point; <c>timezone</c> for TIME ZONE.</param>
/// <param name="Values">Strings, numbers (signed) and words as text; empty: TO DEFAULT.</param>
public sealed record SetStatement(SettingScope Scope, string Name, EquatableArray<SettingValue> Values, TextSpan Span) : Statement(Span);

/// <param name="Text">The value, decoded; the word as written but folded.</param>
/// <param name="IsString">Written as a string literal.</param>
public sealed record SettingValue(string Text, bool IsString, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>SET TRANSACTION modes</c>, or <c>SET SESSION CHARACTERISTICS AS TRANSACTION modes</c>.</summary>
public sealed record SetTransactionStatement(TransactionModes Modes, bool SessionDefault, TextSpan Span) : Statement(Span);

/// <param name="Name"><c>null</c>: SHOW ALL.</param>
public sealed record ShowStatement(string? Name, TextSpan Span) : Statement(Span);

/// <param name="Name"><c>null</c>: RESET ALL.</param>
public sealed record ResetStatement(string? Name, TextSpan Span) : Statement(Span);

public enum DiscardTarget
{
    All,
    Plans,
    Sequences,
    Temporary,
}

public sealed record DiscardStatement(DiscardTarget Target, TextSpan Span) : Statement(Span);

/// <summary><c>EXPLAIN [ANALYZE] [VERBOSE] statement</c> or <c>EXPLAIN (options) statement</c>; the first form arrives as options too.</summary>
public sealed record ExplainStatement(EquatableArray<StatementOption> Options, Statement Statement, TextSpan Span) : Statement(Span);

/// <summary><c>PREPARE name (types) AS statement</c></summary>
/// <param name="Text">The statement's own text.</param>
public sealed record PrepareStatement(Identifier Name, EquatableArray<TypeName> ParameterTypes, Statement Statement, string Text, TextSpan Span)
    : Statement(Span);

public sealed record ExecuteStatement(Identifier Name, EquatableArray<SyntaxExpression> Arguments, TextSpan Span) : Statement(Span);

/// <param name="Name"><c>null</c>: ALL.</param>
public sealed record DeallocateStatement(Identifier? Name, TextSpan Span) : Statement(Span);

/// <summary><c>DECLARE name [BINARY] [[NO] SCROLL] CURSOR [{WITH | WITHOUT} HOLD] FOR query</c></summary>
/// <param name="Scroll"><c>null</c> when not written.</param>
public sealed record DeclareCursorStatement(Identifier Name, bool Binary, bool? Scroll, bool WithHold, QueryStatement Query, TextSpan Span)
    : Statement(Span);

public enum FetchDirection
{
    Forward,
    Backward,
    Absolute,
    Relative,
}

/// <summary>FETCH or MOVE.</summary>
/// <param name="Count">How many rows, or the position; <c>null</c>: ALL.</param>
public sealed record FetchStatement(Identifier Cursor, FetchDirection Direction, long? Count, bool IsMove, TextSpan Span) : Statement(Span);

/// <param name="Cursor"><c>null</c>: ALL.</param>
public sealed record CloseCursorStatement(Identifier? Cursor, TextSpan Span) : Statement(Span);

public sealed record ListenStatement(Identifier Channel, TextSpan Span) : Statement(Span);

/// <param name="Channel"><c>null</c>: *.</param>
public sealed record UnlistenStatement(Identifier? Channel, TextSpan Span) : Statement(Span);

public sealed record NotifyStatement(Identifier Channel, string? Payload, TextSpan Span) : Statement(Span);

/// <param name="Outputs">Question marks behind the arguments: HANA's way to ask for a procedure's results.</param>
public sealed record CallStatement(FunctionCall Call, int Outputs, TextSpan Span) : Statement(Span);

public enum MaintenanceCommand
{
    Vacuum,
    Analyze,
}

/// <summary>VACUUM or ANALYZE, of all tables or of some.</summary>
public sealed record MaintenanceStatement(
    MaintenanceCommand Command,
    EquatableArray<StatementOption> Options,
    EquatableArray<ObjectName> Tables,
    TextSpan Span) : Statement(Span);

public sealed record CheckpointStatement(TextSpan Span) : Statement(Span);

/// <summary><c>DO [LANGUAGE name] 'code'</c></summary>
public sealed record DoStatement(string Code, Identifier? Language, TextSpan Span) : Statement(Span);

/// <param name="Mode">The mode's words in capitals; PostgreSQL's strongest when none was written.</param>
public sealed record LockTableStatement(EquatableArray<ObjectName> Tables, string Mode, TextSpan Span) : Statement(Span);

/// <summary>A statement family that is recognised by its leading words and not modelled: answered with 0A000 naming it.</summary>
/// <param name="Construct">The leading words in capitals, such as <c>CREATE FUNCTION</c>.</param>
public sealed record UnsupportedStatement(string Construct, TextSpan Span) : Statement(Span);
